//! Every number of every sentence of `explain` is computed again, by a program that is not ours, for everybody in the
//! worked example and in the cases.

use crate::common::{case, done, listing, other, root};
use parkward_planning::{Ledger, ParkLedger, Plan, Subject};
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Writes the paragraphs of a plan, a line each, and has them looked at.
fn look_at(out: &Path) -> String {
    let plan: Plan = serde_json::from_slice(&fs::read(out.join("plan.json")).unwrap()).unwrap();
    let line = |ledger: Ledger| {
        let project = matches!(ledger.subject, Subject::Project(_));
        let (id, prose) = (ledger.subject.id(), &ledger.prose);
        format!("{}\n", json!({ "id": id, "project": project, "zh": prose.zh, "en": prose.en }))
    };
    let park = |ledger: ParkLedger| {
        let refused: Vec<_> =
            ledger.refused.iter().map(|one| json!([one.who.id, one.who.project])).collect();
        let (id, prose) = (&ledger.planned.park.id, &ledger.prose);
        let line = json!({ "park": id, "refused": refused, "zh": prose.zh, "en": prose.en });
        format!("{line}\n")
    };
    let lines = plan.explain_each().unwrap().map(line);
    let lines: String = lines.chain(plan.explain_each_park().unwrap().map(park)).collect();
    fs::write(out.join("lines"), lines).unwrap();
    let files = [root().join("tests/check_explain.py"), out.join("plan.json"), out.join("lines")];
    let files = files.each_ref().map(|path| path.to_str().unwrap());
    other(root().join("scripts/python").to_str().unwrap(), &files)
}

#[test]
fn every_number_of_every_sentence_is_true_of_the_worked_example() {
    let work = TempDir::new().unwrap();
    let out = work.path().join("out");
    let plan = root().join("data/jinshan/plan.toml");
    done(work.path(), &["plan", plan.to_str().unwrap(), "-o", out.to_str().unwrap(), "-q"]);
    assert!(look_at(&out).starts_with("3338 paragraphs, 0 faults"));
}

#[test]
fn every_number_of_every_sentence_is_true_of_the_cases() {
    for folder in listing(&root().join("tests/cases")) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let work = TempDir::new().unwrap();
        let out = work.path().join("out");
        done(&case(name), &["plan", "plan.toml", "-o", out.to_str().unwrap(), "-q"]);
        let said = look_at(&out);
        assert!(said.contains(", 0 faults"), "{name}: {said}");
    }
}

/// The program that looks finds what is wrong: a number that is changed, and a number that nobody knows.
#[test]
fn a_number_that_is_not_true_is_found() {
    let work = TempDir::new().unwrap();
    let out = work.path().join("out");
    done(&case("hand"), &["plan", "plan.toml", "-o", out.to_str().unwrap(), "-q"]);
    assert!(look_at(&out).contains(", 0 faults"));
    let lines = fs::read_to_string(out.join("lines")).unwrap();
    for (true_one, planted) in
        [("That costs ", "That costs 4"), (" moves to ", " with 7 others moves to ")]
    {
        assert!(lines.contains(true_one));
        fs::write(out.join("lines"), lines.replacen(true_one, planted, 1)).unwrap();
        let script = root().join("tests/check_explain.py");
        let looked = std::process::Command::new(root().join("scripts/python"))
            .args([script, out.join("plan.json"), out.join("lines")])
            .output()
            .unwrap();
        assert_eq!(looked.status.code(), Some(1), "{planted}");
    }
}
