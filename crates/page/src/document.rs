//! The built page with a plan put into it.

use flate2::read::GzDecoder;
use parkward_model::Lang;
use std::io::{self, Read};

/// The page as `scripts/page` built it.
const BUILT: &[u8] = include_bytes!("../page.html.gz");

/// What stands in the built page where the plan goes.
const HERE: &str = "<script type=\"application/octet-stream\" id=\"plan\"></script>";
const LANG: &str = "<html lang=\"zh\">";
const TITLE: &str = "<title>Parkward</title>";

/// The page with the packed data of a plan in it.
pub(crate) fn document(lang: Lang, title: &str, packed: &str) -> io::Result<Vec<u8>> {
    let mut page = String::new();
    GzDecoder::new(BUILT).read_to_string(&mut page)?;
    let lang = if lang == Lang::Zh { "zh" } else { "en" };
    let (head, behind) = page.split_once(HERE).expect("the built page has a place for the plan");
    let head = head.replacen(LANG, &format!("<html lang=\"{lang}\">"), 1);
    let head = head.replacen(TITLE, &format!("<title>{}</title>", escaped(title)), 1);
    let (open, close) = HERE.split_once("></").expect("a tag that is closed");
    Ok([&head, open, ">", packed, "</", close, behind].concat().into_bytes())
}

/// Text that can neither end a tag nor begin one.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_page_has_a_place_for_everything() {
        let page = document(Lang::En, "</title><script>x</script>", "AAAA").unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("<html lang=\"en\">"));
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>"));
        assert!(page.contains("id=\"plan\">AAAA</script>"));
        assert!(page.contains("Content-Security-Policy"));
    }
}
