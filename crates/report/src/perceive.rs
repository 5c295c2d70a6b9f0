//! How different two pictures look. For tests: a golden picture has to survive another machine's
//! font and another renderer's edges, but not a missing layer, a wrong colour or a moved legend.
//!
//! Both pictures are averaged in linear light over blocks of the same number across and down, which
//! takes away anti-aliasing and the shapes of letters, and the blocks are compared in CIELAB (CIE
//! 015:2018, D65), where a distance of 2.3 is one that people just notice. What counts is how many
//! blocks differ noticeably, and by how much the worst do: an average over all would drown a layer
//! that is only lines.

#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pictures are small")]

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

/// Blocks across; those down are as high as they are wide.
const ACROSS: u32 = 96;

/// A picture in blocks of CIELAB.
pub(crate) struct Blocks {
    across: usize,
    lab: Vec<[f64; 3]>,
}

/// By how much two pictures differ.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The share of blocks that differ noticeably, 0…1.
    pub(crate) noticed: f64,
    /// The distance that one block in two hundred exceeds.
    pub(crate) worst: f64,
}

impl Difference {
    /// Whether people would say that the two are the same map. Poppler's edges make up to 0.04 and
    /// 4; a layer that is missing makes 20, another ground 0.3 (`map::golden` prints them).
    pub(crate) fn is_same(&self) -> bool {
        self.noticed < 0.08 && self.worst < 6.0
    }
}

impl Blocks {
    pub(crate) fn of(picture: &Pixmap) -> Self {
        let lab = averages(picture, ACROSS).into_iter().map(lab).collect();
        Self { across: ACROSS as usize, lab }
    }

    pub(crate) fn against(&self, other: &Self) -> Difference {
        if self.across != other.across || self.lab.len() != other.lab.len() {
            return Difference { noticed: 1.0, worst: f64::INFINITY };
        }
        let pairs = self.lab.iter().zip(&other.lab);
        let mut apart: Vec<f64> = pairs.map(|(a, b)| difference(*a, *b)).collect();
        apart.sort_by(f64::total_cmp);
        let noticed = apart.iter().filter(|apart| **apart > 2.3).count();
        let worst = apart[apart.len() - 1 - apart.len() / 200];
        Difference { noticed: noticed as f64 / apart.len() as f64, worst }
    }
}

/// Blocks down a picture that has `across` of them from left to right.
fn down(picture: &Pixmap, across: u32) -> u32 {
    ((across * picture.height()) as f32 / picture.width() as f32).round().max(1.0) as u32
}

/// Linear light, averaged over blocks, row by row.
fn averages(picture: &Pixmap, across: u32) -> Vec<[f64; 3]> {
    let (width, height, down) = (picture.width(), picture.height(), down(picture, across));
    let mut sums = vec![([0.0; 3], 0.0); (across * down) as usize];
    for (index, pixel) in (0_u32..).zip(picture.pixels()) {
        let (x, y) = (index % width, index / width);
        let block = (y * down / height) * across + x * across / width;
        let (sum, count) = &mut sums[block as usize];
        let pixel = pixel.demultiply();
        let light = linear([pixel.red(), pixel.green(), pixel.blue()]);
        for (sum, light) in sum.iter_mut().zip(light) {
            *sum += light;
        }
        *count += 1.0;
    }
    sums.into_iter().map(|(sum, count)| sum.map(|s| s / f64::max(count, 1.0))).collect()
}

/// The picture in three pixels across and down for each block compared: small enough to be kept, large
/// enough to be looked at.
pub(crate) fn reduced(picture: &Pixmap) -> Pixmap {
    let across = 3 * ACROSS;
    let mut small = Pixmap::new(across, down(picture, across)).unwrap();
    for (pixel, light) in small.pixels_mut().iter_mut().zip(averages(picture, across)) {
        let [r, g, b] = light.map(|value| {
            let value = if value <= 0.003_130_8 {
                value * 12.92
            } else {
                1.055 * value.powf(1.0 / 2.4) - 0.055
            };
            (value * 255.0).round() as u8
        });
        *pixel = PremultipliedColorU8::from_rgba(r, g, b, 255).unwrap();
    }
    small
}

/// sRGB as linear light, 0…1 (IEC 61966-2-1).
pub(crate) fn linear(rgb: [u8; 3]) -> [f64; 3] {
    rgb.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

/// Linear light as CIELAB under D65.
pub(crate) fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let x = (0.412_390_8 * r + 0.357_584_3 * g + 0.180_480_8 * b) / 0.950_456;
    let y = 0.212_639 * r + 0.715_168_7 * g + 0.072_192_3 * b;
    let z = (0.019_330_8 * r + 0.119_194_8 * g + 0.950_532_2 * b) / 1.089_058;
    let f = |t: f64| {
        let edge = 6.0 / 29.0_f64;
        if t > edge.powi(3) { t.cbrt() } else { t / (3.0 * edge * edge) + 4.0 / 29.0 }
    };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// The distance of two colours in CIELAB (CIE 1976).
pub(crate) fn difference(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::Color;

    #[test]
    fn known_colours_have_known_values() {
        let near = |rgb, expected: [f64; 3]| {
            let found = lab(linear(rgb));
            assert!(difference(found, expected) < 0.05, "{rgb:?}: {found:?}");
        };
        near([255, 255, 255], [100.0, 0.0, 0.0]);
        near([0, 0, 0], [0.0, 0.0, 0.0]);
        near([255, 0, 0], [53.24, 80.09, 67.20]);
        near([0, 255, 0], [87.73, -86.18, 83.18]);
    }

    #[test]
    fn the_same_at_another_size_is_the_same_and_another_colour_is_not() {
        let filled = |width, height, colour| {
            let mut picture = Pixmap::new(width, height).unwrap();
            picture.fill(colour);
            Blocks::of(&picture)
        };
        let grey = Color::from_rgba8(120, 120, 120, 255);
        let small = filled(192, 136, grey);
        assert!(filled(794, 561, grey).against(&small).is_same());
        assert!(!filled(192, 136, Color::WHITE).against(&small).is_same());
        assert!(!filled(136, 192, grey).against(&small).is_same());
    }
}
