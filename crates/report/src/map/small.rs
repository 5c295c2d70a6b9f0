//! A small map for a sheet: one enterprise or park, where it goes, and the parks around.

use super::canvas::{Anchor, Canvas, N, Type, xml_escaped};
use super::moves::along;
use super::options::{MapError, MapOptions};
use super::page::Rect;
use super::theme::{ParkPaint, Theme};
use super::view::{View, extent, path, polygons};
use super::{symbols, territory};
use crate::Fonts;
use crate::fonts::Weight;
use geo_types::{Coord, Geometry, Point};
use parkward_model::{Footprint, Lang, ParkId};
use parkward_planning::{Bucket, Plan, PlannedEnterprise, PlannedPark};
use parkward_policy::ParkType;

/// Its size in points.
pub(crate) const SIZE: (f64, f64) = (498.0, 236.0);
const MAP: Rect = Rect::new(0.0, 0.0, SIZE.0, SIZE.1);
const NAME: f64 = 7.6;

/// What a small map shows.
pub(crate) struct SmallMap<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) park_types: &'a [ParkType],
    pub(crate) outline: &'a [Geometry<f64>],
    pub(crate) lang: Lang,
    /// Enterprises with their signs.
    pub(crate) sites: Vec<(Point<f64>, Bucket)>,
    /// Moves, from the site to the park, along the roads where the plan goes by road.
    pub(crate) moves: Vec<Vec<Coord<f64>>>,
    /// The park that it is about.
    pub(crate) park: Option<&'a ParkId>,
    /// The park that it would be otherwise: its edge is dashed.
    pub(crate) second: Option<&'a ParkId>,
    /// Parks that have to be seen besides.
    pub(crate) around: Vec<&'a ParkId>,
}

/// The line of a move, as a small map has it.
pub(crate) fn line_of(planned: PlannedEnterprise<'_>) -> Option<Vec<Coord<f64>>> {
    let straight = |[x, y]: [f64; 2]| vec![planned.enterprise().site.0, Coord { x, y }];
    planned.path().map(<[_]>::to_vec).or_else(|| planned.entry().map(straight))
}

impl SmallMap<'_> {
    /// The map as SVG.
    ///
    /// # Errors
    /// [`MapError::Nothing`] if nothing has a place.
    pub(crate) fn svg(&self, fonts: &Fonts) -> Result<String, MapError> {
        let view = View::within(&self.shown(), MAP).ok_or(MapError::Nothing)?;
        let options = MapOptions { theme: Theme::Print, ..MapOptions::default() };
        let mut canvas = Canvas::new(fonts, &options);
        let (family, (width, height)) = (xml_escaped(fonts.family()), SIZE);
        canvas.put(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" font-family="{family}, sans-serif">"#
        ));
        self.ground(&mut canvas, &view);
        let seen = self.parks(&mut canvas, &view);
        self.signs(&mut canvas, &view);
        self.names(&mut canvas, &view, &seen);
        self.furniture(&mut canvas, &view);
        canvas.put(format_args!("</svg>"));
        Ok(canvas.finish())
    }

    fn is_focus(&self, park: &PlannedPark) -> bool {
        self.park == Some(&park.park.id)
    }

    fn shown(&self) -> Vec<Coord<f64>> {
        let ids = self.park.iter().chain(&self.second).chain(&self.around);
        let parks = ids.filter_map(|id| self.plan.parks.iter().find(|p| p.park.id == **id));
        let mut shown: Vec<Coord<f64>> = parks.flat_map(territory::coordinates).collect();
        shown.extend(self.sites.iter().map(|(site, _)| site.0));
        if shown.is_empty() {
            shown = self.plan.parks.iter().flat_map(territory::coordinates).collect();
        }
        shown
    }

    fn ground(&self, canvas: &mut Canvas<'_>, view: &View) {
        let palette = canvas.palette;
        let (width, height) = (N(MAP.width), N(MAP.height));
        let ground = if self.outline.is_empty() { palette.land } else { palette.surround };
        canvas.put(format_args!(r#"<rect width="{width}" height="{height}" fill="{ground}"/>"#));
        let rings = self.outline.iter().flat_map(polygons).flat_map(|area| view.rings(&area));
        let d: String = rings.map(|ring| path(&ring, true)).collect();
        if !d.is_empty() {
            let (land, border) = (palette.land, palette.border);
            canvas.put(format_args!(
                r#"<path d="{d}" fill="{land}" fill-rule="evenodd" stroke="{border}" stroke-width="0.7"/>"#
            ));
        }
    }

    /// Draws the parks that are seen, and gives each with its extent on the map, the one that it is about first.
    fn parks(&self, canvas: &mut Canvas<'_>, view: &View) -> Vec<(&PlannedPark, Rect)> {
        let mut seen: Vec<(&PlannedPark, Rect, String)> = Vec::new();
        for planned in &self.plan.parks {
            let (d, rect) = match &planned.park.footprint {
                Footprint::Point(point) => {
                    let (x, y) = view.place(point.0);
                    (String::new(), Some(Rect::about(x, y, 11.0, 11.0)))
                }
                Footprint::Boundary(parts) => {
                    let rings = || parts.iter().flat_map(|part| view.rings(part));
                    let all: Vec<Vec<(f64, f64)>> = rings().collect();
                    (all.iter().map(|r| path(r, true)).collect(), extent(all.iter().flatten()))
                }
            };
            if let Some(rect) = rect.filter(|rect| rect.overlaps(&MAP)) {
                seen.push((planned, rect, d));
            }
        }
        // The largest first, so that nested ones lie on top; what the map is about is on top of all.
        let area = |rect: &Rect| rect.width * rect.height;
        let rank = |park: &PlannedPark| u8::from(self.is_focus(park));
        seen.sort_by(|a, b| {
            rank(a.0)
                .cmp(&rank(b.0))
                .then_with(|| area(&b.1).total_cmp(&area(&a.1)))
                .then_with(|| a.0.park.id.cmp(&b.0.park.id))
        });
        for (planned, rect, d) in &seen {
            let paint = canvas.palette.park(planned, self.park_types);
            if d.is_empty() {
                let (x, y) = rect.centre();
                territory::marker(canvas, x, y, &paint);
                continue;
            }
            let ParkPaint { fill, edge, .. } = &paint;
            let style = match (self.is_focus(planned), self.second == Some(&planned.park.id)) {
                (true, _) => r#"stroke-width="2""#,
                (_, true) => r#"stroke-width="1.3" stroke-dasharray="4 2.4" fill-opacity="0.7""#,
                _ => r#"stroke-width="0.7" fill-opacity="0.5""#,
            };
            canvas.put(format_args!(
                r#"<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-linejoin="round" {style}/>"#
            ));
        }
        seen.reverse();
        seen.into_iter().map(|(planned, rect, _)| (planned, rect)).collect()
    }

    fn signs(&self, canvas: &mut Canvas<'_>, view: &View) {
        let colour = canvas.palette.verdict(Bucket::Moves);
        for line in &self.moves {
            let d = along(&line.iter().map(|at| view.place(*at)).collect::<Vec<_>>());
            canvas.put(format_args!(
                r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="1.2" stroke-linejoin="round"/>"#
            ));
        }
        // One stands out, many do not hide each other.
        let size = if self.sites.len() == 1 { 2.4 } else { 1.4 };
        for (site, bucket) in &self.sites {
            let paint = symbols::paint(canvas.palette, *bucket, size);
            canvas.put(format_args!("<g {paint}>"));
            symbols::sign(canvas, *bucket, view.place(site.0), size);
            canvas.put(format_args!("</g>"));
        }
    }

    /// Names where they fit: within the map, on no other name, on no single sign.
    fn names(&self, canvas: &mut Canvas<'_>, view: &View, seen: &[(&PlannedPark, Rect)]) {
        let mut taken = vec![SCALE, NORTH];
        if self.sites.len() == 1 {
            let (x, y) = view.place(self.sites[0].0.0);
            taken.push(Rect::about(x, y, 16.0, 16.0));
        }
        for (planned, rect) in seen {
            let focus = self.is_focus(planned);
            let weight = if focus { Weight::Bold } else { Weight::Regular };
            let label = canvas.fonts.settable(planned.park.label(self.lang));
            let (size, label) = canvas.fonts.fitted(&label, (NAME, NAME - 1.6), weight, 150.0);
            let (width, height) = (canvas.fonts.width(&label, size, weight) + 4.0, size * 1.3);
            let (x, y) = visible(rect).centre();
            let (up, down) = (rect.y - height / 2.0 - 1.0, rect.bottom() + height / 2.0 + 1.0);
            let (left, right) = (rect.x - width / 2.0 - 2.0, rect.right() + width / 2.0 + 2.0);
            let places = [(x, y), (x, up), (x, down), (right, y), (left, y)];
            let places = places.map(|(x, y)| Rect::about(x, y, width, height));
            let free = |place: &&Rect| {
                MAP.grown(-3.0).covers(place) && !taken.iter().any(|other| other.overlaps(place))
            };
            let Some(place) = places.iter().find(free).copied() else { continue };
            let colour = canvas.palette.park(planned, self.park_types).name;
            let style = match focus {
                true => Type::bold(size, &colour),
                false => Type::regular(size, &colour),
            };
            let style = style.anchored(Anchor::Middle).with_halo(2.0);
            canvas.text(place.centre().0, place.bottom() - height * 0.26, style, &label);
            taken.push(place);
        }
    }

    /// Scale bar, arrow and frame.
    fn furniture(&self, canvas: &mut Canvas<'_>, view: &View) {
        let ink = canvas.palette.frame;
        let metres = super::frame::nice_length(70.0 / view.points_per_metre());
        let (x, y) = (SCALE.x + 8.0, SCALE.bottom() - 6.0);
        let length = metres * view.points_per_metre();
        card(canvas, &Rect { width: (length + 46.0).max(60.0), ..SCALE });
        canvas.put(format_args!(
            r#"<path d="M{} {}v4h{}v-4" fill="none" stroke="{ink}" stroke-width="1"/>"#,
            N(x),
            N(y - 4.0),
            N(length)
        ));
        let (km, m) = if self.lang == Lang::Zh { ("公里", "米") } else { ("km", "m") };
        let label = match metres >= 1_000.0 {
            true => format!("{} {km}", N(metres / 1_000.0)),
            false => format!("{} {m}", N(metres)),
        };
        canvas.text(x + length + 4.0, y, Type::regular(6.6, ink), &label);
        card(canvas, &NORTH);
        let (x, top) = (N(NORTH.centre().0), N(NORTH.y + 13.0));
        canvas.put(format_args!(
            r#"<path d="M{x} {top}l-4 12l4 -3l4 3Z" fill="{ink}" stroke="{ink}" stroke-width="0.4"/>"#
        ));
        let middle = Type::bold(8.0, ink).anchored(Anchor::Middle);
        canvas.text(NORTH.centre().0, NORTH.y + 10.5, middle, "N");
        let (width, height) = (N(MAP.width - 1.0), N(MAP.height - 1.0));
        canvas.put(format_args!(
            r#"<rect x="0.5" y="0.5" width="{width}" height="{height}" fill="none" stroke="{ink}" stroke-width="1"/>"#
        ));
    }
}

/// Where scale and arrow stand.
const SCALE: Rect = Rect::new(5.0, SIZE.1 - 23.0, 120.0, 18.0);
const NORTH: Rect = Rect::new(SIZE.0 - 23.0, 5.0, 18.0, 30.0);

fn card(canvas: &mut Canvas<'_>, rect: &Rect) {
    let Rect { x, y, width, height } = *rect;
    let [x, y, width, height] = [x, y, width, height].map(N);
    canvas.put(format_args!(
        r##"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#ffffff" fill-opacity="0.9"/>"##
    ));
}

/// The part of a rectangle that is on the map.
fn visible(rect: &Rect) -> Rect {
    let ((x, y), (right, bottom)) =
        (MAP.nearest(rect.x, rect.y), MAP.nearest(rect.right(), rect.bottom()));
    Rect::new(x, y, right - x, bottom - y)
}
