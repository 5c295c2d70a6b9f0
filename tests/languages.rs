//! Every failure is told in the user's language: many faults of a starting project, each told in Chinese and in
//! English, with no words of the other.

use crate::common::{copy_all, done, edit, text};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What is wrong with the project.
enum Fault {
    /// Nothing: the arguments are wrong.
    None,
    /// The first text of a file is the second.
    Edit(&'static str, &'static str, &'static str),
    /// A file is this.
    Write(&'static str, &'static str),
    /// The plan file ends with this.
    Plan(&'static str),
    /// The rule book ends with this.
    Rules(&'static str),
}
use Fault::{Edit, None, Plan, Rules, Write};

const PLAN: &[&str] = &["plan", "plan.toml", "-o", "out"];
const CHECK: &[&str] = &["check", "plan.toml"];
const ASSIGN: &[&str] =
    &["assign", "--pairs", "pairs.csv", "--capacities", "capacities.csv", "--unplaced", "9"];

/// Fault, command, and what both sentences name.
const FAULTS: &[(Fault, &[&str], &str)] = &[
    // Files.
    (None, &["plan", "other.toml", "-o", "out"], "other.toml"),
    (None, &["check", "."], "."),
    (Edit("plan.toml", "rules.toml", "book.toml"), CHECK, "book.toml"),
    (Edit("rules.toml", "gbt4754_2017", "codes"), CHECK, "codes.csv"),
    (Write("gbt4754_2017.csv", "a,b\n"), CHECK, "code,name_zh"),
    (Edit("plan.toml", "parks.geojson", "park.geojson"), CHECK, "park.geojson"),
    (Write("parks.geojson", "{\"type\":\"FeatureCollection\""), CHECK, "parks.geojson"),
    (Write("parks.geojson", "{\"type\":\"FeatureCollection\"}"), CHECK, "features"),
    (
        Write("parks.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]} x"),
        CHECK,
        "parks.geojson",
    ),
    (
        Write("parks.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}"),
        CHECK,
        "parks.geojson",
    ),
    (Write("enterprises.csv", "id,lon,lat\nE1,x,y\n"), CHECK, "enterprises.csv"),
    (Write("enterprises.csv", "id,lon,lat,lon\nE1,121,31,121\n"), CHECK, "\"lon\""),
    (Write("enterprises.csv", "name,lon,lat\nA,121,31\n"), CHECK, "columns.id"),
    (Write("enterprises.csv", "id,\"lon\nE1,121\n"), CHECK, "enterprises.csv"),
    (Edit("plan.toml", "\"enterprises.csv\"", "\"rules.toml\""), CHECK, "rules.toml"),
    // Coordinate systems.
    (
        Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\ncrs = \"EPSG:1\""),
        CHECK,
        "EPSG:1",
    ),
    (
        Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\ncrs = \"EPSG:4549\""),
        CHECK,
        "EPSG:4549",
    ),
    (
        Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\ncrs = \"EPSG:4214\""),
        CHECK,
        "+towgs84",
    ),
    // Keys and values of the plan file.
    (Edit("plan.toml", "rules =", "rule ="), CHECK, "`rule`"),
    (Edit("plan.toml", "rules =", "zzz ="), CHECK, "`zzz`"),
    (Edit("plan.toml", "rules = \"rules.toml\"", "rules = 3"), CHECK, "3"),
    (Edit("plan.toml", "rules = \"rules.toml\"", ""), CHECK, "`rules`"),
    (Edit("plan.toml", "rules =", "rules = \"a\"\nrules ="), CHECK, "plan.toml"),
    (Edit("plan.toml", "rules =", "rules"), CHECK, "plan.toml"),
    (Edit("plan.toml", "rules =", "as_of = \"soon\"\nrules ="), CHECK, "\"soon\""),
    (
        Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\ncolumns = { land = \"x\" }"),
        CHECK,
        "columns.land",
    ),
    (
        Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\nencoding = \"latin\""),
        CHECK,
        "latin",
    ),
    (Plan("[weights]\ncut_off_km = -1\n"), CHECK, "weights.cut_off_km"),
    (Plan("[weights]\nunplaced_km = 1\n"), CHECK, "weights.unplaced_km"),
    (Plan("[phases]\nyears = {}\n"), CHECK, "2027"),
    (Plan("[phases]\nyears = { 2027 = 1.0 }\nclosures = 2028\n"), CHECK, "2028"),
    (Plan("[phases]\nyears = { 27 = 1.0 }\n"), CHECK, "\"27\""),
    (
        Plan("[robustness]\nruns = 0\nseed = 1\nweights = 0.1\nneeds = 0.1\npositions = 1.0\n"),
        CHECK,
        "runs",
    ),
    (Plan("[earlier]\nfolder = \"none\"\nchange_km = -1\n"), PLAN, "change_km"),
    (Plan("[earlier]\nfolder = \"none\"\nchange_km = 1\n"), PLAN, "none"),
    (Plan("[[zones]]\nfile = \"parks.geojson\"\nkind = \"river\"\n"), CHECK, "\"river\""),
    (Plan("[outputs]\ncrs = \"mars\"\n"), CHECK, "mars"),
    (Plan("[outputs]\nmap_theme = \"dark\"\n"), CHECK, "dark"),
    (Plan("[outputs]\nformats = [\"paper\"]\n"), CHECK, "paper"),
    (Plan("[outputs]\nformats = [\"dxf\"]\n"), CHECK, "EPSG:4549"),
    // The rule book.
    (Edit("rules.toml", "fit_km", "fit"), CHECK, "`fit_km`"),
    (
        Edit("rules.toml", "type = \"industrial\"\nplan", "type = \"other\"\nplan"),
        CHECK,
        "parks.north.type",
    ),
    (Edit("rules.toml", "C35 = 1.0", "C99 = 1.0"), CHECK, "C99"),
    (Edit("rules.toml", "#4a7fb5", "blue"), CHECK, "park_types.industrial.colour"),
    (Rules("[[park_types]]\nid = 3\n"), CHECK, "3"),
    // Decisions.
    (Plan("[[pins]]\nenterprise = \"E9\"\npark = \"north\"\nwhy = \"so\"\n"), PLAN, "\"E9\""),
    (Plan("[[pins]]\nenterprise = \"E1\"\npark = \"nord\"\nwhy = \"so\"\n"), PLAN, "\"nord\""),
    (Plan("[[pins]]\nenterprise = \"E1\"\npark = \"north\"\nwhy = \"\"\n"), CHECK, "plan.toml"),
    (Plan("[[forbids]]\nenterprise = \"E1\"\nwhy = \"so\"\n"), PLAN, "parks"),
    (Plan("[[park_changes]]\npark = \"north\"\nwhy = \"so\"\n"), PLAN, "quotas"),
    (Plan("[[park_changes]]\npark = \"north\"\nadd_ha = -99\nwhy = \"so\"\n"), PLAN, "north"),
    // Outputs.
    (Write("out/notes.txt", "mine"), PLAN, "out"),
    (Write("out", "mine"), PLAN, "out"),
    (None, &["plan", "plan.toml", "-o", "out", "--gap", "2"], "--gap"),
    (None, &["init", "."], "."),
    (None, &["site", "plan.toml", "--industry", "X9", "--land", "1"], "\"X9\""),
    (
        None,
        &["site", "plan.toml", "--industry", "C35", "--land", "1", "--need", "gas=1"],
        "\"gas\"",
    ),
    (None, &["site", "plan.toml", "--industry", "C35", "--land", "1", "-o", "a.doc"], "a.doc"),
    // Plans that were written.
    (None, &["explain", "out", "E1"], "parkward plan"),
    (None, &["explain", "done", "E0"], "\"E0\""),
    (None, &["explain", "done", "P0", "--project"], "\"P0\""),
    (Write("done/plan.json", "{}"), &["explain", "done", "E1"], "parkward-plan/"),
    (
        Write("done/plan.json", "{\"schema\":\"parkward-plan/2\",\"par"),
        &["export", "done", "-f", "csv"],
        "done/plan.json",
    ),
    (
        Write("done/plan.json", "{\"schema\":\"parkward-plan/2\",\"par"),
        &["compare", "done", "done"],
        "done/plan.json",
    ),
    (Write("parks.geojson", "{\"type\":\"Topology\"}"), CHECK, "Topology"),
    (Edit("plan.toml", "\"enterprises.csv\"", "\"enterprises.csv\"\nheader_row = 99"), CHECK, "99"),
    (
        Write("enterprises.csv", "id,lon,lat,jobs\nA,121,31,\"1,234\"\nB,121,31,\"12,5\"\n"),
        CHECK,
        "12,5",
    ),
    (Write("done/plan.json", "{\"schema\":\"parkward-plan/1\"}"), &["verify", "done"], "a460787"),
    (
        Write("done/plan.json", "{\"schema\":\"parkward-plan/2\"}"),
        &["verify", "done"],
        "done/plan.json",
    ),
    (None, &["export", "done", "-f", "paper", "-o", "new"], "\"paper\""),
    (None, &["export", "done", "-f", "dxf", "-o", "new"], "DXF"),
    (None, &["export", "done", "-f", "csv", "-o", "done"], "parkward export"),
    (Write("done/summary.md", "mine"), &["plan", "plan.toml", "-o", "done"], "done/summary.md"),
    // Assignments.
    (None, ASSIGN, "capacities.csv"),
    (Write("capacities.csv", "park,capacity\nA,many\n"), ASSIGN, "capacities.csv"),
    (Write("capacities.csv", "park\nA\n"), ASSIGN, "`capacity`"),
    (Write("capacities.csv", "park,capacity\nA,1,2\n"), ASSIGN, "capacities.csv"),
    (Write("capacities.csv", "park,capacity\nA,-1\n"), ASSIGN, "pairs.csv"),
];

/// A starting project in a folder of its own, with a plan of it in `done`.
fn project() -> TempDir {
    let work = TempDir::new().unwrap();
    done(work.path(), &["init", "p", "-q"]);
    let folder = work.path().join("p");
    edit(&folder, "plan.toml", "lang = \"en\"\n", "");
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    let without_map = format!("{plan}\n[outputs]\nmap = false\n");
    fs::write(folder.join("first.toml"), without_map).unwrap();
    done(&folder, &["plan", "first.toml", "-o", "done", "-q"]);
    work
}

fn spoil(folder: &Path, fault: &Fault) {
    let append = |file: &str, more: &str| {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), format!("{text}\n{more}")).unwrap();
    };
    match fault {
        None => {}
        Edit(file, from, to) => edit(folder, file, from, to),
        Write(file, contents) => {
            fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
            fs::write(folder.join(file), contents).unwrap();
        }
        Plan(more) => append("plan.toml", more),
        Rules(more) => append("rules.toml", more),
    }
}

/// The sentence with which the program fails, in an environment whose language is `lang`.
fn sentence(folder: &Path, arguments: &[&str], lang: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_parkward"))
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", lang)
        .args(arguments)
        .output()
        .unwrap();
    let told = text(&output.stderr);
    match (output.status.code(), told.trim_end().lines().count()) {
        (Some(2), 1) => told.trim_end().to_owned(),
        (code, _) => format!("{arguments:?}: not exit 2 and one line, but {code:?} and {told}."),
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The longest run of English words outside quotes and brackets; a name, a key or a list of them has no blanks between words
/// that are all letters.
fn english_words(sentence: &str) -> usize {
    let mut bare = String::new();
    let mut open = Option::None;
    for c in sentence.chars() {
        let closes = |open: char| match open {
            '“' => c == '”',
            open => c == open,
        };
        match open {
            Option::None if matches!(c, '"' | '`' | '“') => open = Some(c),
            Some(quote) if closes(quote) => open = Option::None,
            Some(_) => {}
            Option::None => bare.push(c),
        }
    }
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    let (mut longest, mut run) = (0, 0);
    for word in bare.split(' ') {
        run = if is_word(&word) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[test]
fn every_failure_is_told_in_the_language_of_the_user() {
    let work = project();
    let mut faults = Vec::new();
    for (fault, arguments, named) in FAULTS {
        let place = TempDir::new().unwrap();
        let folder = place.path();
        copy_all(&work.path().join("p"), folder);
        spoil(folder, fault);
        let zh = sentence(folder, &[arguments, &["--lang", "zh"][..]].concat(), "C");
        let en = sentence(folder, arguments, "en_GB.UTF-8");
        assert_eq!(sentence(folder, arguments, "zh_CN.UTF-8"), zh, "of the environment");
        let is_wrong = !zh.chars().any(is_han)
            || english_words(&zh) > 1
            || en.chars().any(is_han)
            || !zh.contains(named)
            || !en.contains(named)
            || en.ends_with('.')
            || zh.contains('\u{1f}');
        if is_wrong || std::env::var_os("PARKWARD_SHOW").is_some() {
            faults.push((is_wrong, format!("{named}\n  {zh}\n  {en}")));
        }
    }
    for (_, told) in &faults {
        eprintln!("{told}");
    }
    assert!(!faults.iter().any(|(is_wrong, _)| *is_wrong));
}

/// What is typed goes before the plan file, and that before the environment; a plan file says its language even
/// where it cannot be read.
#[test]
fn a_failure_speaks_as_the_command_line_the_plan_file_or_the_environment_say() {
    let work = project();
    let folder = work.path().join("p");
    let is_chinese =
        |arguments: &[&str], lang: &str| sentence(&folder, arguments, lang).chars().any(is_han);
    edit(&folder, "plan.toml", "rules =", "lang = \"zh\" # 中文\nrule =");
    assert!(is_chinese(CHECK, "C"));
    assert!(!is_chinese(&["check", "plan.toml", "--lang", "en"], "zh_CN.UTF-8"));
    edit(&folder, "plan.toml", "\"zh\" #", "\"en\" #");
    assert!(!is_chinese(CHECK, "zh_CN.UTF-8"));
    assert!(is_chinese(&["explain", "none", "E1"], "zh_CN.UTF-8"));
    assert!(!is_chinese(&["explain", "none", "E1"], "de_DE.UTF-8"));
}

/// Help, and the files of a starting project, speak as the command line or the environment say.
#[test]
fn help_and_a_starting_project_are_in_chinese_where_that_is_asked_for() {
    let work = TempDir::new().unwrap();
    let say = |arguments: &[&str], lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parkward"));
        let command = command.current_dir(work.path()).env("LC_ALL", lang).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    for command in ["plan", "check", "explain", "site", "verify", "qgis"] {
        let help = say(&[command, "--help"], "zh_CN.UTF-8");
        assert!(help.contains("用法：") && help.contains("示例："), "{help}");
        assert_eq!(say(&[command, "--help", "--lang=zh"], "C"), help);
        assert!(say(&["--lang", "en", command, "-h"], "zh_CN.UTF-8").contains("Usage: parkward"));
    }
    assert!(say(&["help", "plan"], "zh_CN.UTF-8").contains("用法："));
    say(&["init", "zh"], "zh_CN.UTF-8");
    say(&["init", "en", "--lang", "en"], "zh_CN.UTF-8");
    let starts = |folder: &str| {
        let plan = fs::read_to_string(work.path().join(folder).join("plan.toml")).unwrap();
        plan.lines().next().unwrap().to_owned()
    };
    assert!(starts("zh").chars().any(is_han) && !starts("en").chars().any(is_han));
    // Both are the same project.
    let checked =
        ["zh/plan.toml", "en/plan.toml"].map(|plan| say(&["check", plan, "--lang", "en"], "C"));
    assert_eq!(checked[0], checked[1]);
    say(&["plan", "zh/plan.toml", "-o", "out", "-q"], "C");
}

/// Warnings of rows speak the language of the output beside them.
#[test]
fn rows_that_are_left_out_are_told_in_the_language_of_the_output() {
    let work = project();
    let folder = work.path().join("p");
    let table = fs::read_to_string(folder.join("enterprises.csv")).unwrap();
    fs::write(folder.join("enterprises.csv"), format!("{table}E9,x,C3599,-1,121.2,30.8,none,1\n"))
        .unwrap();
    let told = |arguments: &[&str]| {
        let output = crate::common::parkward(&folder, arguments);
        assert!(output.status.success());
        text(&output.stderr)
    };
    let locate = ["locate", "--parks", "parks.geojson", "--enterprises", "enterprises.csv"];
    let zh = told(&[&locate[..], &["--lang", "zh"]].concat());
    assert!(zh.contains("行 land_ha 列：应为"), "{zh}");
    let en = told(&locate);
    assert!(en.contains(", column land_ha: expected ") && !en.chars().any(is_han), "{en}");
}

/// Tables and drawings with faults of every kind.
const MESSY: &[(&str, &str)] = &[
    (
        "firms.csv",
        "企业调查表,,,,,,,\n编号,名称,经度,纬度,用地面积（亩）,行业代码,jobs（万人）,process_class\nA,甲,E121.25,30.85,12,C3599,—,\n\
         B,乙,121°15′,30.86,\"1,200\",C3599,无,\nC,丙,,,1,C3599,1,\nD,丁,30.8,121.2,1,C3599,1,\nE,戊,0,0,1,C3599,1,\n\
         F,己,121.2,30.8,85%,C3599,1,\nG,庚,121.2,30.8,-1,C3599,1,\nH,辛,121.2,30.8,1,X,1,\n,壬,121.2,30.8,1,C3599,1,\n\
         A,癸,121.2,30.8,1,C3599,1,\nI,子,121.2,30.8,1\nJ,丑,121.2,30.8,12人,131,1,\nK,寅,121.2,30.8,1,0131,1,\n\n合计,,,,,,,\n",
    ),
    (
        "parks.geojson",
        r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"north"},"geometry":{"type":"LineString","coordinates":[[121.1,30.8],[121.2,30.8],[121.2,30.9],[121.1,30.8]]}},
{"type":"Feature","properties":{"id":"south"},"geometry":{"type":"Polygon","coordinates":[[[121.3,30.8,5],[121.4,30.8,5],[121.4,30.9,5]]]}},
{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[121.3,30.8],[121.4,30.8]]]}},
{"type":"Feature","properties":{"id":"b"},"geometry":{"type":"Polygon","coordinates":[[[121.3,30.8],[121.4,30.9],[121.4,30.8],[121.3,30.9],[121.3,30.8]]]}},
{"type":"Feature","properties":{"id":"c"},"geometry":{"type":"Point","coordinates":[121]}},
{"type":"Feature","properties":{"id":"d"},"geometry":{"type":"GeometryCollection","geometries":[]}},
{"type":"Feature","properties":{"id":"e"},"geometry":null},
{"type":"Feature","properties":{"id":"f"},"geometry":{"type":"Circle"}},
{"type":"Feature","properties":{"id":"g"},"geometry":{"type":"Point","coordinates":[121.1,30.8]}},
{"type":"Feature","properties":{"id":"h","open":"perhaps","capacity_ha":"None"},"geometry":{"type":"Point","coordinates":[121.1,30.8]}}]}"#,
    ),
    (
        "lines.geojson",
        r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"LineString","coordinates":[[121.1,30.8]]}},
{"type":"Feature","properties":{"id":"b","distance_m":-5},"geometry":{"type":"Point","coordinates":[121.1,30.8]}},
{"type":"Feature","properties":{"id":"c"},"geometry":{"type":"LineString","coordinates":[[121.1,30.8],[121.2,30.8]]}}]}"#,
    ),
];

/// Notes, rejects and findings had “a closed line”, “an area”, “空 (empty)” in the middle of Chinese sentences.
#[test]
fn what_is_said_of_rows_has_no_words_of_the_other_language() {
    let work = project();
    let folder = work.path().join("p");
    for (file, contents) in MESSY {
        fs::write(folder.join(file), contents).unwrap();
    }
    let zones = "\n[[zones]]\nkind = \"any\"\nfile = \"lines.geojson\"\n";
    edit(&folder, "plan.toml", "\"enterprises.csv\"", "\"firms.csv\"");
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    fs::write(folder.join("plan.toml"), format!("{plan}{zones}")).unwrap();
    let rules = fs::read_to_string(folder.join("rules.toml")).unwrap();
    let kind = "[[zone_kinds]]\nid = \"any\"\nname = \"any\"\ncolour = \"#4a7fb5\"\n";
    fs::write(folder.join("rules.toml"), format!("{rules}\n{kind}")).unwrap();

    let found: serde_json::Value =
        serde_json::from_str(&done(&folder, &["check", "plan.toml", "--json"])).unwrap();
    assert!(found["rejects"].as_array().unwrap().len() > 15, "{:#}", found["rejects"]);
    let mut texts = Vec::new();
    collect(&found, &mut texts);
    assert!(texts.len() > 60, "{texts:?}");
    let wrong = texts.iter().filter(|(zh, en)| {
        let is_value = zh == en;
        !is_value
            && (english_words(zh) > 1
                || zh.contains("实为 ")
                || en.chars().any(is_han) && !names_input(en))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&(String, String)>::new());

    // As it is shown.
    let page = done(&folder, &["check", "plan.toml", "-v", "--lang", "zh"]);
    let lines = page.lines().filter(|line| english_words(line) > 1);
    assert_eq!(lines.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Whether an English sentence has Chinese of the input in it.
fn names_input(en: &str) -> bool {
    ["用地面积", "合计", "无", "jobs（万人）", "经度", "纬度", "亩", "编号", "12人", "行业代码"]
        .iter()
        .any(|name| en.contains(name))
}

/// Both wordings of every text.
fn collect(value: &serde_json::Value, texts: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(members) => {
            let wording = |key: &str| members.get(key).and_then(|text| text.as_str());
            if let (Some(zh), Some(en)) = (wording("zh"), wording("en")) {
                texts.push((zh.to_owned(), en.to_owned()));
            }
            members.values().for_each(|member| collect(member, texts));
        }
        serde_json::Value::Array(members) => {
            members.iter().for_each(|member| collect(member, texts))
        }
        _ => {}
    }
}

/// What clap says of a command line was English, whatever the language.
#[test]
fn a_wrong_command_line_is_told_in_the_language_of_the_user() {
    let place = TempDir::new().unwrap();
    for (arguments, expected) in [
        (&["plan", "p.toml", "--foo"][..], "没有 --foo 这一参数"),
        (&["plan"], "缺少参数 <PLAN>"),
        (&["plann"], "没有 plann 这一命令；是否要写 "),
        (&["plan", "p.toml", "--lang"], "--lang <LANG> 缺少值；可以是 zh、en"),
        (
            &["export", "out", "-f", "csv", "--layers", "all"],
            "--layers <LAYERS> 的值不能是 \"all\"；可以是 zones",
        ),
        (
            &["export", "out", "--csv-bom", "--csv-bom", "-f", "csv"],
            "--csv-bom 不能与 --csv-bom 同时使用",
        ),
        (
            &["verify", "out", "--inputs=a", "--plan", "b"],
            "--inputs[=<PLAN_FILE>] 不能与 --plan <DIR> 同时使用",
        ),
        (&["site", "out", "--land", "-3"], "--land <HA> 的值不能是 \"-3\"：应为不小于 0 的数"),
        (&["site", "out", "--land", "3", "--at", "121.3"], "应为以度为单位的“经度,纬度”"),
        (&["plan", "p.toml", "--unpack-limit", "much"], "的值不能是 \"much\"：应为数"),
    ] {
        let told = |lang: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_parkward"));
            command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", lang);
            let output = command.current_dir(place.path()).args(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            text(&output.stderr)
        };
        let said = told("zh_CN.UTF-8");
        assert!(said.starts_with("parkward: ") && said.contains(expected), "{arguments:?}: {said}");
        let said = told("en_GB.UTF-8");
        assert!(said.starts_with("error: ") && !said.chars().any(is_han), "{arguments:?}: {said}");
    }
}
