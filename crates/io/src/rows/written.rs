//! Geometries that stand in a cell of a table.

use super::drawn::Drawn;
use super::failure::quiet;
use super::geojson;
use ::gdal::vector::Geometry as GdalGeometry;

/// A geometry as programs write it into a cell: (extended) WKT, (extended) WKB in hexadecimal digits, a geometry of
/// GeoJSON.
pub(crate) struct Written<'t> {
    /// The CRS that it names: the code of EPSG.
    pub(crate) srid: Option<u32>,
    form: Form<'t>,
}

enum Form<'t> {
    Wkt(&'t str),
    Wkb(Vec<u8>),
    GeoJson(&'t str),
}

impl<'t> Written<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let text = text.trim();
        if let Some((srid, wkb)) = bytes(text).and_then(without_srid) {
            return Self { srid, form: Form::Wkb(wkb) };
        }
        if text.starts_with('{') {
            return Self { srid: None, form: Form::GeoJson(text) };
        }
        let number = text.get(..5).filter(|start| start.eq_ignore_ascii_case("SRID="));
        let rest = number.and_then(|_| text[5..].split_once(';'));
        let named = rest.and_then(|(srid, wkt)| Some((srid.trim().parse().ok()?, wkt.trim())));
        let (srid, wkt) = named.map_or((None, text), |(srid, wkt)| (Some(srid), wkt));
        Self { srid: srid.filter(|srid| *srid > 0), form: Form::Wkt(wkt) }
    }

    /// Whether it begins as a geometry does: what else a text is, a column of that name may hold anything.
    pub(crate) fn seems_one(&self) -> bool {
        match self.form {
            Form::Wkt(wkt) => wkt.contains('(') || wkt.to_ascii_uppercase().ends_with("EMPTY"),
            Form::Wkb(_) | Form::GeoJson(_) => true,
        }
    }

    /// Whether brackets are nested deeper than that.
    pub(crate) fn is_deeper_than(&self, deepest: usize) -> bool {
        let Form::Wkt(wkt) = self.form else { return false };
        let mut depth = 0_usize;
        wkt.bytes().any(|byte| {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > deepest
        })
    }

    /// `None` if it is no geometry.
    pub(crate) fn drawn(&self) -> Option<Drawn> {
        quiet();
        match &self.form {
            Form::Wkt(wkt) => GdalGeometry::from_wkt(wkt).ok().map(|g| Drawn::of_gdal(&g)),
            Form::Wkb(wkb) => GdalGeometry::from_wkb(wkb).ok().map(|g| Drawn::of_gdal(&g)),
            Form::GeoJson(json) => geojson::drawn(json.parse().ok()?).ok(),
        }
    }
}

/// What hexadecimal digits say, if they begin as WKB does; databases put a mark before them.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x").or_else(|| text.strip_prefix("0x")).unwrap_or(text);
    let is_wkb = digits.starts_with("00") || digits.starts_with("01");
    let digits = digits.as_bytes();
    if !is_wkb || digits.len() < 18 || !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
    };
    digits.chunks_exact(2).map(byte).collect()
}

/// WKB without the number of the CRS that PostGIS puts into it, and that number.
fn without_srid(mut wkb: Vec<u8>) -> Option<(Option<u32>, Vec<u8>)> {
    const HAS_SRID: u32 = 0x2000_0000;
    let number = |bytes: &[u8]| {
        let bytes: [u8; 4] = bytes.try_into().ok()?;
        Some(if wkb[0] == 0 { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let kind = number(wkb.get(1..5)?)?;
    if kind & HAS_SRID == 0 {
        return Some((None, wkb));
    }
    let srid = number(wkb.get(5..9)?)?;
    let kind = kind & !HAS_SRID;
    let kind = if wkb[0] == 0 { kind.to_be_bytes() } else { kind.to_le_bytes() };
    wkb.splice(1..9, kind);
    Some((Some(srid).filter(|srid| *srid > 0), wkb))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Geometry, Point};

    #[test]
    fn each_form_is_the_same_place() {
        let here = Some(Geometry::from(Point::new(121.0, 31.0)));
        let forms = [
            ("POINT (121 31)", None),
            (" srid=4490; POINT Z (121 31 5)", Some(4490)),
            ("01010000000000000000405E400000000000003F40", None),
            ("0000000001405E400000000000403F000000000000", None),
            ("0101000020E61000000000000000405E400000000000003F40", Some(4326)),
            ("\\x01010000A0E61000000000000000405E400000000000003F400000000000001440", Some(4326)),
            ("{\"type\": \"Point\", \"coordinates\": [121, 31, 5]}", None),
        ];
        for (text, srid) in forms {
            let written = Written::of(text);
            let drawn = written.drawn().expect(text);
            assert_eq!((drawn.geometry, written.srid), (here.clone(), srid), "{text}");
            assert!(written.seems_one());
        }
    }

    #[test]
    fn what_is_none_is_none() {
        for text in [
            "",
            "0101",
            "01010000",
            "010100000000",
            "{}",
            "{\"type\": \"Point\"}",
            "园区",
            "POINT (1)",
            "0101000000ZZ",
        ] {
            let drawn = Written::of(text).drawn();
            assert!(drawn.is_none_or(|drawn| drawn.geometry.is_none()), "{text}");
        }
    }
}
