//! A page for each park: its ground, who comes and from where, what they take, and all of them as a
//! table, which runs on over further sheets where it has to.

use super::canvas::{Anchor, Canvas, N, Type};
use super::compose::{Drawn, close, draw_map, open};
use super::in_land::{InLand, kilometres};
use super::inset::Inset;
use super::options::{MapError, MapOptions};
use super::page::{Layout, PANEL_WIDTH, Rect};
use super::panel::{self, Figure};
use super::phrase::LEAST;
use super::sites::Sites;
use super::view::View;
use super::words::text;
use super::{block, legend, phrase, sheet, territory};
use crate::Fonts;
use crate::figures::{Distances, LAND};
use crate::fonts::Weight;
use crate::numbers::{count, decimal};
use geo_types::Coord;
use parkward_model::{Hectares, Lang, ParkId, Text};
use parkward_planning::{Bucket, Grades, Plan, PlannedEnterprise, PlannedPark};
use std::collections::{BTreeMap, HashMap};

/// Height of a row of the table, and the size of its words.
const ROW: f64 = 8.8;
const SIZE: f64 = 6.2;
/// Room for the number that an enterprise has on the map.
const NUMBER: f64 = 17.0;
/// Between columns of the table.
const GUTTER: f64 = 14.0;

/// The pages of all parks, in the order of the map's list; a park takes as many sheets as its table
/// needs. Each is made when it is asked for. A plan without parks has none.
///
/// # Errors
/// [`MapError::Nothing`] for a park whose boundary has no usable coordinate.
pub fn park_pages<'a>(
    plan: &'a Plan,
    options: &'a MapOptions,
    fonts: &'a Fonts,
) -> impl Iterator<Item = Result<String, MapError>> + 'a {
    let mut members: BTreeMap<&ParkId, Vec<usize>> = BTreeMap::new();
    for (index, planned) in plan.enterprises().enumerate() {
        let park = planned.chosen().map(|choice| choice.park);
        if let Some(park) = park.or_else(|| planned.stands_in().next()) {
            members.entry(park).or_default().push(index);
        }
    }
    let grades = Grades::of(plan);
    let options = sheet::with_room(plan, options, fonts);
    panel::in_order(&plan.parks, &options).into_iter().flat_map(move |park| {
        let places = members.get(&park.park.id).map_or(&[][..], Vec::as_slice);
        match ParkPage::of(plan, park, places, grades, &options) {
            Ok(page) => page.sheets(&options, fonts).into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    })
}

/// One park with those who stand in it or come.
struct ParkPage<'a> {
    plan: &'a Plan,
    park: &'a PlannedPark,
    view: View,
    sites: Sites,
    /// Those who come, the most land first.
    incoming: Vec<PlannedEnterprise<'a>>,
    counts: Vec<(Bucket, usize)>,
    /// Whether any of them has a name besides its id.
    named: bool,
}

impl<'a> ParkPage<'a> {
    fn of(
        plan: &'a Plan,
        park: &'a PlannedPark,
        places: &[usize],
        grades: Grades,
        options: &MapOptions,
    ) -> Result<Self, MapError> {
        let members = || places.iter().map(|index| plan.enterprise(*index));
        let mut incoming: Vec<_> = members().filter(|e| e.verdict() == Bucket::Moves).collect();
        let land = |e: &PlannedEnterprise<'_>| e.land_taken().map_or(0.0, |land| land.0);
        incoming.sort_by(|a, b| {
            let ids = || a.enterprise().id.as_str().cmp(b.enterprise().id.as_str());
            land(b).total_cmp(&land(a)).then_with(ids)
        });
        let mut shown: Vec<Coord<f64>> = territory::coordinates(park);
        shown.extend(incoming.iter().map(|e| e.enterprise().site.0));
        let view = View::of(&shown, &options.layout(), options.grid).ok_or(MapError::Nothing)?;
        let count = |bucket| members().filter(|e| e.verdict() == bucket).count();
        let counts = Bucket::ALL.map(|bucket| (bucket, count(bucket)));
        let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let place = incoming.iter().map(|e| e.enterprise().id.as_str());
        let place: HashMap<&str, usize> = place.zip(1..).collect();
        let number = |e: &PlannedEnterprise<'_>| {
            place.get(e.enterprise().id.as_str()).map(ToString::to_string)
        };
        let sites = Sites::of(members(), grades, &view, &number);
        let named = incoming.iter().any(|e| !e.enterprise().name.is_empty());
        Ok(Self { plan, park, view, sites, incoming, counts, named })
    }

    /// The page, and the sheets on which its table runs on.
    fn sheets(&self, options: &MapOptions, fonts: &Fonts) -> Vec<String> {
        let (first, mut listed) = self.first(options, fonts);
        let mut sheets = vec![first];
        while listed < self.incoming.len() {
            let (sheet, more) = self.further(options, fonts, listed);
            // A sheet without a row would never end.
            if more == 0 {
                break;
            }
            listed += more;
            sheets.push(sheet);
        }
        sheets
    }

    /// The plan's title with the park's name.
    fn title(&self, options: &MapOptions) -> Text {
        let (name, title) = (panel::label(self.park, options), &self.plan.options.title);
        text(
            &format!("{} · {}", title.in_lang(Lang::Zh), name.in_lang(Lang::Zh)),
            &format!("{} · {}", title.in_lang(Lang::En), name.in_lang(Lang::En)),
        )
    }

    fn first(&self, options: &MapOptions, fonts: &Fonts) -> (String, usize) {
        let title = self.title(options);
        let mut canvas = open(&title, options, fonts);
        let parks = territory::parks(self.plan, &self.view, Some(self.park));
        let inset = Inset::of(options, &self.view, true);
        let (zones, sites) = (&self.plan.zones, &self.sites);
        let drawn = Drawn { zones, parks: &parks, sites, projects: &[] };
        draw_map(&mut canvas, drawn, options, &self.view, inset.as_ref());
        sheet::draw_title(&mut canvas, self.plan, &title, options);
        let panel = canvas.layout.panel;
        let y = panel::figures(&mut canvas, &self.figures(options), options, panel.y);
        let y = self.draw_limits(&mut canvas, options, y + 11.0);
        let y = phrase::heading(&mut canvas, options, &text("图例", "Legend"), y + 8.0) + 2.0;
        let y = legend::verdicts(&mut canvas, &self.counts, options, &self.sites, y);
        let y = legend::scale(&mut canvas, options, &self.sites, y);
        let y = phrase::heading(&mut canvas, options, &text("迁入企业", "Who comes"), y + 10.0);
        phrase::remark(&mut canvas, options, &self.table_heads(options), y);
        let room = Rect::new(panel.x, y + 3.0, panel.width, panel.bottom() - y - 3.0);
        // The last line says that there is more.
        let more = Rect { height: room.height - ROW, ..room };
        let all = self.capacity(&room) >= self.incoming.len();
        let listed = self.table(&mut canvas, options, if all { &room } else { &more }, 0);
        let left = self.incoming.len() - listed;
        if left > 0 {
            let left = count(left, options.lang.numbers());
            let words =
                text(&format!("另 {left} 家见续页"), &format!("{left} more on the next sheet"));
            phrase::phrase(
                &mut canvas,
                options,
                &words,
                (panel.x, panel.bottom()),
                SIZE,
                panel.width,
            );
        }
        sheet::draw_notes(&mut canvas, self.plan, options, Some(&self.view));
        block::draw(&mut canvas, self.plan, &title, options, Some(&self.view));
        (close(canvas), listed)
    }

    fn further(&self, options: &MapOptions, fonts: &Fonts, from: usize) -> (String, usize) {
        let title = self.title(options);
        let mut canvas = open(&title, options, fonts);
        sheet::draw_title(&mut canvas, self.plan, &title, options);
        let Layout { frame, panel, .. } = canvas.layout;
        let room = Rect::new(frame.x, frame.y, panel.right() - frame.x, panel.height);
        let Text { zh, en } = self.table_heads(options);
        let heads = text(&format!("迁入企业，续：{zh}"), &format!("who comes, continued: {en}"));
        phrase::phrase(&mut canvas, options, &heads, (room.x, room.y - 5.0), 7.4, room.width);
        let listed = self.table(&mut canvas, options, &room, from);
        sheet::draw_notes(&mut canvas, self.plan, options, None);
        block::draw(&mut canvas, self.plan, &title, options, None);
        (close(canvas), listed)
    }

    fn figures(&self, options: &MapOptions) -> [Figure; 6] {
        let (lang, park) = (options.lang.numbers(), self.park);
        let land = park.limits.iter().find(|limit| limit.resource == LAND);
        let taken = land.map_or(0.0, |limit| limit.taken);
        let in_land = InLand::of(self.plan, options);
        [
            (text("迁入企业", "come"), count(park.incoming, lang), String::new()),
            (text("保留或待核", "stay or to review"), count(park.staying, lang), String::new()),
            (text("淘汰企业", "close"), count(park.closing, lang), String::new()),
            (text("迁入用地", "land taken"), in_land.number(taken, 1), in_land.unit()),
            panel::mean_distance(Distances::of(self.incoming.iter().copied()), options),
            (
                text("用地影子价格", "price of land"),
                in_land.per(park.shadow_price_km_per_ha, 2),
                format!("{}/{}", kilometres(options), in_land.unit()),
            ),
        ]
    }

    /// Land before and after, and each limit with what is taken of it.
    fn draw_limits(&self, canvas: &mut Canvas<'_>, options: &MapOptions, y: f64) -> f64 {
        let (lang, palette, park) = (options.lang.numbers(), canvas.palette, self.park);
        let paint = palette.park(park, &options.park_types);
        let mut y = phrase::heading(canvas, options, &text("负荷", "Load"), y) + 2.0;
        let areas = self.plan.options.area_unit;
        let shown = |land: Hectares| areas.shown(land, lang);
        let (before, after) = (shown(park.load_before_ha), shown(park.load_after_ha));
        let hectares = InLand::of(self.plan, options).unit();
        let most = before.max(after);
        let land = |zh, en| text(zh, en);
        let mut rows = vec![
            (
                land("企业用地，迁前", "land of enterprises, before"),
                before,
                Some(most),
                hectares.clone(),
                false,
            ),
            (
                land("企业用地，迁后", "land of enterprises, after"),
                after,
                Some(most),
                hectares.clone(),
                false,
            ),
        ];
        for limit in &park.limits {
            let resource = self.plan.options.resources.iter().find(|r| r.id == limit.resource);
            let name = resource.map_or_else(|| text("用地", "land"), |r| r.name.clone());
            let words = text(
                &format!("{}：占用／可供", name.zh),
                &format!("{}, taken / on offer", name.en),
            );
            let (one, unit) = match resource {
                None => (areas.of(lang).per_hectare(), hectares.clone()),
                Some(_) => (1.0, limit.unit.in_lang(lang).to_owned()),
            };
            rows.push((words, limit.taken * one, limit.capacity.map(|c| c * one), unit, true));
        }
        for (words, value, of, unit, limited) in rows {
            let places = usize::from(value.max(of.unwrap_or(0.0)) < 10_000.0);
            let numbers = match of.filter(|_| limited) {
                Some(of) => {
                    format!(
                        "{} / {} {unit}",
                        decimal(value, places, lang),
                        decimal(of, places, lang)
                    )
                }
                None if limited => options.lang.lead(&text("可供未知", "offer unknown")).to_owned(),
                None => format!("{} {unit}", decimal(value, places, lang)),
            };
            let style = Type::regular(6.4, palette.text).anchored(Anchor::End);
            let width = canvas.text(canvas.layout.panel.right(), y + 8.0, style, &numbers);
            let left = canvas.layout.panel.width - width - 6.0;
            phrase::phrase(canvas, options, &words, (canvas.layout.panel.x, y + 8.0), 6.6, left);
            let (whole, share) = (canvas.layout.panel.width, value / of.unwrap_or(value).max(1e-9));
            let top = (canvas.layout.panel.x, y + 10.4);
            if limited && of.is_some() {
                panel::bar(canvas, top, whole, 3.0, &paint.fill);
            }
            let colour = if limited || after == value { &paint.edge } else { &paint.fill };
            panel::bar(canvas, top, whole * share.min(1.0), 3.0, colour);
            y += 15.4;
        }
        y
    }

    fn table_heads(&self, options: &MapOptions) -> Text {
        let unit = InLand::of(self.plan, options).head("", "");
        text(
            &format!("图上序号，编号，行业，用地（{}），距离（公里）", unit.zh),
            &format!("number, id, industry, land {}, km", unit.en),
        )
    }

    /// Width of a column of the table.
    fn column(&self) -> f64 {
        if self.named { PANEL_WIDTH } else { (PANEL_WIDTH - GUTTER) / 2.0 }
    }

    /// How many columns and rows fit.
    fn grid(&self, room: &Rect) -> (usize, usize) {
        #[expect(clippy::cast_possible_truncation, reason = "a sheet has few columns and rows")]
        #[expect(clippy::cast_sign_loss, reason = "clamped")]
        let whole = |number: f64| number.floor().max(0.0) as usize;
        let columns = whole((room.width + GUTTER + 0.01) / (self.column() + GUTTER));
        (columns, whole(room.height / ROW))
    }

    fn capacity(&self, room: &Rect) -> usize {
        let (columns, rows) = self.grid(room);
        columns * rows
    }

    /// Lists those who come from place `from` on, down the columns; returns how many fit.
    fn table(
        &self,
        canvas: &mut Canvas<'_>,
        options: &MapOptions,
        room: &Rect,
        from: usize,
    ) -> usize {
        let (columns, rows) = self.grid(room);
        let left = self.incoming.iter().skip(from);
        let listed: Vec<_> = left.take(columns * rows).collect();
        // Columns are spread over the whole width.
        let step = (room.width - self.column()) / (columns.max(2) - 1) as f64;
        for (index, planned) in listed.iter().enumerate() {
            let (column, row) = (index / rows.max(1), index % rows.max(1));
            let x = room.x + column as f64 * step;
            let y = room.y + row as f64 * ROW;
            let style = Type::regular(LEAST, canvas.palette.muted).anchored(Anchor::End);
            canvas.text(x + NUMBER - 4.0, y + 6.6, style, &(from + index + 1).to_string());
            let room = (x + NUMBER, y, row % 2 == 1);
            self.row(canvas, planned, room, InLand::of(self.plan, options));
        }
        listed.len()
    }

    fn row(
        &self,
        canvas: &mut Canvas<'_>,
        planned: &PlannedEnterprise<'_>,
        (x, y, odd): (f64, f64, bool),
        in_land: InLand,
    ) {
        let (palette, width, base) = (canvas.palette, self.column() - NUMBER, y + 6.6);
        if odd {
            let (x, y, w) = (N(x - NUMBER), N(y), N(width + NUMBER + 1.5));
            canvas.put(format_args!(
                r#"<rect x="{x}" y="{y}" width="{w}" height="{ROW}" fill="{}" fill-opacity="0.16"/>"#,
                palette.rule
            ));
        }
        let enterprise = planned.enterprise();
        let number =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
        let land =
            planned.land_taken().map_or_else(|| "–".to_owned(), |land| in_land.number(land.0, 2));
        let distance = number(planned.chosen().map(|choice| choice.distance.kilometres()));
        let style = Type::regular(SIZE, palette.text);
        let end = style.anchored(Anchor::End);
        canvas.text(x + width, base, end, &distance);
        canvas.text(x + width - 26.0, base, end, &land);
        let industry = enterprise.industry.as_ref().map_or("–", |code| code.as_str());
        canvas.text(x + width - 76.0, base, Type::regular(SIZE, palette.muted), industry);
        let mut words = width - 80.0;
        let mut x = x;
        let id = canvas.fonts.settable(enterprise.id.as_str());
        if !enterprise.name.is_empty() {
            let id = canvas.fonts.shortened(&id, SIZE, Weight::Regular, 44.0);
            canvas.text(x, base, Type::regular(SIZE, palette.muted), &id);
            (x, words) = (x + 48.0, words - 48.0);
        }
        let name =
            if enterprise.name.is_empty() { id } else { canvas.fonts.settable(&enterprise.name) };
        let name = canvas.fonts.shortened(&name, SIZE, Weight::Regular, words);
        canvas.text(x, base, style, &name);
    }
}
