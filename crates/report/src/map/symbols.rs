//! Signs on the sheet, as the table of signs that QGIS draws from has them.

use super::canvas::{Canvas, N};
use super::theme::Palette;
use super::view::path;
use parkward_planning::{Bucket, ProjectBucket, Sign};

/// Points of the design to a millimetre of an A3 sheet.
pub(crate) const TO_POINTS: f64 = 72.0 / 25.4;

/// How the signs of a bucket are painted, as attributes of the group that holds them.
pub(crate) fn paint(palette: &Palette, bucket: Bucket, size: f64) -> String {
    brush(&bucket.sign(), palette.verdict(bucket), size)
}

fn brush(sign: &Sign, own: &str, size: f64) -> String {
    let fill = if sign.shape.has_inside() { sign.fill.of(own) } else { "none" };
    let (stroke, width) = (sign.edge.of(own), N(sign.edge_mm * TO_POINTS * size));
    format!(r#"fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round""#)
}

/// Draws the sign of a bucket at a point. `size` 1 is the usual.
pub(crate) fn sign(canvas: &mut Canvas<'_>, bucket: Bucket, at: (f64, f64), size: f64) {
    if bucket != Bucket::Rejected {
        drawn(canvas, &bucket.sign(), at, size);
    }
}

/// Draws the sign of a project at a point, with its paint.
pub(crate) fn project(canvas: &mut Canvas<'_>, bucket: ProjectBucket, at: (f64, f64)) {
    canvas.put(format_args!(r#"<g class="project-{}">"#, bucket.key()));
    painted(canvas, &bucket.sign(), canvas.palette.verdict(bucket.like()), at);
    canvas.put(format_args!("</g>"));
}

/// Draws a single sign at a point, in a colour of its own.
pub(crate) fn painted(canvas: &mut Canvas<'_>, sign: &Sign, own: &str, at: (f64, f64)) {
    canvas.put(format_args!("<g {}>", brush(sign, own, 1.0)));
    drawn(canvas, sign, at, 1.0);
    canvas.put(format_args!("</g>"));
}

fn drawn(canvas: &mut Canvas<'_>, sign: &Sign, (x, y): (f64, f64), size: f64) {
    let r = sign.size_mm * TO_POINTS / 2.0 * size;
    let lines = sign.shape.corners();
    if lines.is_empty() {
        canvas.put(format_args!(r#"<circle cx="{}" cy="{}" r="{}"/>"#, N(x), N(y), N(r)));
        return;
    }
    let placed = |line: &Vec<(f64, f64)>| {
        let line: Vec<_> = line.iter().map(|(dx, dy)| (x + dx * r, y + dy * r)).collect();
        path(&line, sign.shape.has_inside())
    };
    let d: String = lines.iter().map(placed).collect();
    canvas.put(format_args!(r#"<path d="{d}"/>"#));
}

#[cfg(test)]
mod tests {
    use super::super::options::MapOptions;
    use super::super::theme::Theme;
    use super::*;
    use crate::perceive::{difference, lab, linear};
    use parkward_planning::{Ink, SignShape};
    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::{Options, Tree};

    /// Side of the paper that a sign is drawn on, in points of the design, and pixels to the point: 300 to the inch on
    /// A4, the smallest sheet.
    const SIDE: f64 = 10.0;
    const PIXELS: f32 = 300.0 / 72.0 * 0.85;

    /// How light is seen: by everybody, by those who confuse red and green (Viénot, Brettel and Mollon, 1999), on a
    /// printer without colour.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopes",
            [[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]],
        ),
        (
            "deuteranopes",
            [[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]],
        ),
        ("grey", [[0.212_6, 0.715_2, 0.072_2]; 3]),
    ];

    /// A sign, or none, on a ground.
    fn picture(sign: Option<(&Sign, &str)>, ground: &str) -> Pixmap {
        let fonts = crate::Fonts::system().unwrap();
        let mut canvas = Canvas::new(&fonts, &MapOptions::default());
        canvas.put(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"><rect width="{SIDE}" height="{SIDE}" fill="{ground}"/>"#
        ));
        if let Some((sign, own)) = sign {
            painted(&mut canvas, sign, own, (SIDE / 2.0, SIDE / 2.0));
        }
        canvas.put(format_args!("</svg>"));
        let tree = Tree::from_str(&canvas.finish(), &Options::default()).unwrap();
        let mut picture = Pixmap::new(35, 35).unwrap();
        resvg::render(&tree, Transform::from_scale(PIXELS, PIXELS), &mut picture.as_mut());
        picture
    }

    /// How far apart two pictures are seen: the sum of the distances in CIELAB over the paper, in those of black
    /// on white over a square millimetre of A4.
    fn apart(a: &Pixmap, b: &Pixmap, eye: [[f64; 3]; 3]) -> f64 {
        let seen = |picture: &Pixmap| {
            let pixels = picture.pixels().iter();
            let light = pixels.map(|p| linear([p.red(), p.green(), p.blue()]));
            let row =
                |row: [f64; 3], rgb: [f64; 3]| row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2];
            light
                .map(|rgb| lab(eye.map(|r| row(r, rgb)).map(|c| c.clamp(0.0, 1.0))))
                .collect::<Vec<_>>()
        };
        let all: f64 = seen(a).into_iter().zip(seen(b)).map(|(a, b)| difference(a, b)).sum();
        let pixel_mm = 25.4 / 300.0;
        all / 100.0 * pixel_mm * pixel_mm
    }

    /// Less than this is not seen at arm's length.
    const SEEN: f64 = 0.12;
    const TOLD_APART: f64 = 0.08;

    fn signs(theme: Theme) -> Vec<(String, Sign, &'static str)> {
        let palette = theme.palette();
        let enterprises = Bucket::DRAWN.map(|b| (format!("{b:?}"), b.sign(), palette.verdict(b)));
        let projects = ProjectBucket::ALL.into_iter().filter(|b| *b != ProjectBucket::Rejected);
        let projects =
            projects.map(|b| (format!("project {b:?}"), b.sign(), palette.verdict(b.like())));
        enterprises.into_iter().chain(projects).collect()
    }

    #[test]
    fn every_sign_is_seen_and_told_from_every_other_by_every_eye_in_every_theme() {
        let mut least = (f64::MAX, f64::MAX);
        for theme in Theme::ALL {
            let types = crate::testing::park_types();
            let grounds =
                [theme.palette().land.to_owned(), theme.palette().park_type(Some(0), &types).fill];
            for ground in grounds {
                let bare = picture(None, &ground);
                let drawn: Vec<_> = signs(theme)
                    .into_iter()
                    .map(|(name, sign, own)| (name, picture(Some((&sign, own)), &ground)))
                    .collect();
                for (eye, seen) in EYES {
                    for (index, (name, sign)) in drawn.iter().enumerate() {
                        let stands_out = apart(sign, &bare, seen);
                        least.0 = least.0.min(stands_out);
                        assert!(
                            stands_out > SEEN,
                            "{theme:?} on {ground}, {eye}: {name} {stands_out:.3}"
                        );
                        for (other, drawn) in &drawn[..index] {
                            let told = apart(sign, drawn, seen);
                            least.1 = least.1.min(told);
                            assert!(
                                told > TOLD_APART,
                                "{theme:?} on {ground}, {eye}: {name} and {other} {told:.3}"
                            );
                        }
                    }
                }
            }
        }
        println!("the faintest {:.3}, the most alike {:.3}", least.0, least.1);
    }

    /// What was wrong once is wrong by this measure.
    #[test]
    fn a_pale_sign_without_a_dark_rim_is_lost() {
        let pale = Sign { edge: Ink::White, edge_mm: 0.12, ..Bucket::Kept.sign() };
        let paper = picture(None, "#ffffff");
        assert!(apart(&picture(Some((&pale, "#dddddd")), "#ffffff"), &paper, EYES[3].1) < SEEN);
        let star = Sign { shape: SignShape::Star, ..pale };
        assert!(apart(&picture(Some((&star, "#ffffff")), "#ffffff"), &paper, EYES[3].1) < SEEN);
    }
}
