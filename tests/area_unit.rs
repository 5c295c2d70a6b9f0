//! Land as people read it: mu by default in Chinese and hectares in English, or what the plan file says. What is stored
//! stays in hectares.

use crate::common::{copy, done, plan_json};
use std::fs;
use std::path::Path;

/// The hand-made case, planned in a language and a unit of land.
fn plan(folder: &Path, out: &str, lang: &str, unit: &str) -> String {
    let file = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let outputs = format!("[outputs]\nformats = [\"csv\", \"xlsx\"]\nmap_page = \"a4\"\n{unit}");
    let plan = format!("lang = \"{lang}\"\n{file}\n{outputs}");
    fs::write(folder.join("other.toml"), plan).unwrap();
    done(folder, &["plan", "other.toml", "-o", out, "-q"]);
    done(folder, &["verify", out, "-q"]);
    fs::read_to_string(folder.join(out).join("summary.md")).unwrap()
}

/// The shared texts of a workbook.
fn workbook(folder: &Path, out: &str) -> String {
    let file = fs::File::open(folder.join(out).join("relocation.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut texts = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/sharedStrings.xml").unwrap(),
        &mut texts,
    )
    .unwrap();
    texts
}

#[test]
fn land_is_shown_in_the_unit_of_the_language_or_of_the_plan() {
    let work = copy("hand");
    let folder = work.path();
    // Language, unit of the plan file; what stands in the summary, the sentence and the workbook, and what does not.
    let cases = [
        ("en", "", "Land (ha)", "it has 2.00 ha of land", "(ha)", " mu"),
        (
            "en",
            "area_unit = \"mu\"\n",
            "Land (mu)",
            "it has 30.00 mu (2.00 ha) of land",
            "(mu)",
            "(ha)",
        ),
        ("zh", "", "用地（亩）", "现状用地 30.00 亩（2.00 公顷）", "（亩）", "公顷"),
        ("zh", "area_unit = \"ha\"\n", "用地（公顷）", "现状用地 2.00 公顷", "（公顷）", "亩"),
    ];
    for (number, (lang, unit, head, sentence, title, never)) in cases.into_iter().enumerate() {
        let out = format!("out{number}");
        let summary = plan(folder, &out, lang, unit);
        assert!(summary.contains(head) && !summary.contains(never), "{lang} {unit}: {summary}");
        let told = done(folder, &["explain", &out, "E1"]);
        // What it has stands in hectares, too.
        assert!(told.contains(sentence) && !told.replace(sentence, "").contains(never), "{told}");
        let texts = workbook(folder, &out);
        assert!(texts.contains(title) && !texts.contains(never), "{texts}");
        // Machines get hectares, whatever people read.
        let csv = fs::read_to_string(folder.join(&out).join("csv/enterprises.csv")).unwrap();
        assert!(csv.lines().next().unwrap().contains("land_ha"));
        assert_eq!(plan_json(&folder.join(&out))["enterprises"][0]["land_ha"], 2.0);
    }
}
