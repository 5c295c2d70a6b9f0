//! The house is drawn from its imports: no circle of files in any crate, no arrow from an earlier stage to a
//! later one, no crate that knows what it should not.
//!
//! An arrow goes from a file to the file that defines a name which the first one imports or writes with its
//! path. Re-exports are seen through and are no arrows themselves; tests and calls of methods do not count.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each crate of the workspace may depend on. `model` and `assignment` rest on nothing.
const CRATES: [(&str, &[&str]); 14] = [
    ("model", &[]),
    ("assignment", &[]),
    ("geometry", &["model"]),
    ("crs", &["model", "geometry"]),
    ("layer", &["model", "geometry"]),
    ("roads", &["model", "geometry"]),
    ("policy", &["model"]),
    ("planning", &["model", "geometry", "layer", "roads", "policy", "assignment"]),
    ("io", &["model", "geometry", "crs", "layer", "roads"]),
    ("qgis", &["model", "geometry", "crs", "layer", "policy", "planning"]),
    ("report", &["model", "policy", "planning"]),
    ("page", &["model", "policy", "planning"]),
    ("check", &["model", "geometry", "crs", "layer", "policy", "planning"]),
    (
        "cli",
        &[
            "model",
            "geometry",
            "crs",
            "layer",
            "roads",
            "policy",
            "assignment",
            "planning",
            "io",
            "qgis",
            "report",
            "page",
            "check",
        ],
    ),
];

/// Crates whose tests may have what `assignment` has beside the solver: random numbers.
const FOR_TESTS: ([&str; 3], [&str; 1]) = (["geometry", "io", "roads"], ["assignment"]);

/// Files and folders of a crate in the order of its stages: each may know those before it, none after it.
const STAGES: [(&str, &[&str]); CRATES.len()] = [
    (
        "model",
        &[
            "likeness",
            "folded",
            "text",
            "in_words",
            "serde_words",
            "colour",
            "grid",
            "classification",
            "facts",
            "ids",
            "units",
            "area",
            "dimension",
            "enterprise",
            "land",
            "park",
            "project",
            "zone",
            "issue",
            "survey",
            "wgs84",
        ],
    ),
    (
        "assignment",
        &[
            "limits",
            "grain",
            "parts",
            "problem",
            "plan",
            "certificate",
            "price",
            "random",
            "anneal",
            "presolve",
            "solution",
            "components",
            "by_agent",
            "ascent",
            "improve",
            "chain",
            "construct",
            "node",
            "items",
            "core",
            "turns",
            "fractions",
            "by_price",
            "knapsack",
            "undecided",
            "relaxation",
            "by_room",
            "dive",
            "heat_bath",
            "kernel",
            "partition",
            "refill",
            "smooth",
            "states",
            "subgradient",
            "subsets",
            "solver",
            "apart",
            "builder",
            "market",
            "further",
            "transport",
            "grow",
            "ledger",
            "solve",
            "verify",
        ],
    ),
    ("crs", &["datum", "by_proj"]),
    ("layer", &["table", "placed", "style"]),
    (
        "roads",
        &[
            "weight",
            "seed",
            "in_json",
            "way",
            "layer",
            "profile",
            "place",
            "segments",
            "problem",
            "vertices",
            "edges",
            "rows",
            "graph",
            "components",
            "turns",
            "tree",
            "network",
            "nearest",
            "backward",
            "reach",
            "snap",
            "gates",
            "route",
            "crossings",
        ],
    ),
    (
        "geometry",
        &[
            "ellipsoid",
            "gcj02",
            "bd09",
            "crs",
            "hilbert",
            "space_order",
            "measure",
            "runs",
            "park_index",
            "shared",
            "validity",
            "overlap",
            "repair",
        ],
    ),
    (
        "io",
        &[
            "read_error",
            "write_error",
            "hash",
            "input_files",
            "difference",
            "encoding",
            "quantity",
            "marks",
            "source",
            "remote",
            "unpacked",
            "folder",
            "rows",
            "read",
            "write",
        ],
    ),
    (
        "qgis",
        &[
            "plugin",
            "words",
            "xml",
            "extent",
            "symbol",
            "style",
            "sld",
            "styles",
            "answers",
            "reference",
            "layout",
            "project",
        ],
    ),
    (
        "check",
        &[
            "severity",
            "kinds",
            "issue",
            "inputs",
            "things",
            "places",
            "rows",
            "reading",
            "parks",
            "references",
            "amounts",
            "groups",
            "layer",
            "all",
        ],
    ),
    ("report", &["fonts", "numbers", "figures", "table", "render", "summary", "map", "sheet"]),
    ("page", &["columns", "container", "data", "document"]),
    (
        "cli",
        &[
            "exit",
            "fault",
            "interrupt",
            "streams",
            "layer_name",
            "usage",
            "args",
            "help",
            "search",
            "output",
            "table",
            "plan_file",
            "project",
            "layers",
            "layer_file",
            "plan_folder",
            "resolve",
            "commands",
        ],
    ),
    ("policy", &["date", "toml_file", "fields", "unit", "error", "tables", "book", "questions"]),
    (
        "planning",
        &[
            "amounts",
            "bucket",
            "by_road",
            "signs",
            "position",
            "settings",
            "distances",
            "error",
            "reasons",
            "screened",
            "receive",
            "rule",
            "problem",
            "prepare",
            "plan",
            "measure",
            "make",
            "answer",
            "tables",
        ],
    ),
];

#[test]
fn no_file_is_in_a_circle() {
    let of = |krate: &str| {
        let circles = Tree::of_crate(krate).circles();
        circles.into_iter().map(|arrow| format!("{krate}: {arrow}")).collect::<Vec<_>>()
    };
    let found: Vec<String> = CRATES.iter().flat_map(|(krate, _)| of(krate)).collect();
    assert!(found.is_empty(), "files in a circle:\n{}", found.join("\n"));
}

#[test]
fn every_crate_has_stages() {
    let staged: BTreeSet<&str> = STAGES.iter().map(|(krate, _)| *krate).collect();
    let known: BTreeSet<&str> = CRATES.iter().map(|(krate, _)| *krate).collect();
    assert_eq!(staged, known, "every crate has its stages in STAGES");
}

#[test]
fn no_stage_knows_a_later_one() {
    for (krate, stages) in STAGES {
        let wrong = Tree::of_crate(krate).against_order(stages);
        assert!(wrong.is_empty(), "{krate}: arrows that are not allowed:\n{}", wrong.join("\n"));
    }
}

#[test]
fn crates_know_what_they_may() {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for entry in std::fs::read_dir(crates()).unwrap() {
        found.insert(entry.unwrap().file_name().into_string().unwrap());
    }
    let known: BTreeSet<String> = CRATES.iter().map(|(krate, _)| (*krate).to_owned()).collect();
    assert_eq!(found, known, "every crate has its place in CRATES");
    for (krate, may) in CRATES {
        let for_tests: &[&str] = if FOR_TESTS.0.contains(&krate) { &FOR_TESTS.1 } else { &[] };
        let manifest = std::fs::read_to_string(crates().join(krate).join("Cargo.toml")).unwrap();
        let (used, tested) = manifest.split_once("[dev-dependencies]").unwrap_or((&manifest, ""));
        for (lines, may) in [(used, may), (tested, &[may, for_tests].concat()[..])] {
            for other in lines.lines().filter_map(|line| line.strip_prefix("parkward-")) {
                let other = other.split(['.', ' ']).next().unwrap();
                assert!(may.contains(&other), "{krate} should not depend on {other}");
            }
        }
    }
}

#[test]
fn the_walk_of_an_enterprise_names_files_that_are_there_and_none_twice() {
    let guide = crates().join("../docs/how-it-works.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let walk = guide.split("## One enterprise").nth(1).unwrap();
    let walk = walk.split("\n## ").next().unwrap();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for row in walk.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let [number, file] = row.split('|').skip(1).take(2).collect::<Vec<_>>()[..] else {
            panic!("{row}: a number and a file");
        };
        let file = file.trim().trim_matches('`');
        assert!(crates().join(file).is_file(), "{file} is not there");
        assert!(named.insert(file), "{file} is named twice");
        assert_eq!(number.trim(), named.len().to_string(), "{file} is out of order");
    }
    assert!(named.len() > 20, "the walk is a table");
}

#[test]
fn the_guard_sees_a_circle_through_a_re_export() {
    let lib = "mod early;\nmod late;\npub use late::Late;\n";
    let late = "use crate::early::Early;\n/// Holds one.\npub struct Late(Early);\n";
    let early = "//! Speaks of crate::late::Late in words only.\npub struct Early;\n";
    let sound = Tree::planted(&[("lib", lib), ("early", early), ("late", late)]);
    assert_eq!(sound.circles(), Vec::<String>::new());
    assert_eq!(sound.against_order(&["early", "late"]), Vec::<String>::new());
    assert_eq!(sound.against_order(&["late", "early"]), ["late → early: Early"]);
    assert_eq!(sound.against_order(&["early"]), ["late has no place in the order"]);
    assert_eq!(
        sound.against_order(&["early", "late", "gone"]),
        ["gone is in the order and not there"]
    );

    let circles = ["late → early: Early", "early → late: Late"];
    for use_late in [
        "use crate::Late;\npub struct Early;\nfn of(_: Late) {}",
        "use crate::{Late as Other};\npub struct Early;",
        "pub struct Early;\nfn of(_: crate::Late) {}",
        "use super::late;\npub struct Early;\nfn of(_: late::Late) {}",
    ] {
        let tree = Tree::planted(&[("lib", lib), ("early", use_late), ("late", late)]);
        let found: BTreeSet<String> = tree.circles().into_iter().collect();
        assert_eq!(found, circles.iter().map(|c| (*c).to_owned()).collect(), "{use_late}");
    }

    let in_tests = "pub struct Early;\n#[cfg(test)]\nmod tests {\n    use crate::Late;\n}\n";
    let tree = Tree::planted(&[("lib", lib), ("early", in_tests), ("late", late)]);
    assert_eq!(tree.circles(), Vec::<String>::new());
}

#[test]
fn the_guard_sees_a_circle_of_three_and_one_with_a_parent() {
    let three = Tree::planted(&[
        ("lib", "mod a; mod b; mod c;"),
        ("a", "use crate::b::{self, B}; pub struct A;"),
        ("b", "use super::c::*; pub struct B; fn f(_: C) {}"),
        ("c", "pub struct C(crate::a::A);"),
    ]);
    assert_eq!(three.circles().len(), 3, "{:?}", three.circles());
    let parent = Tree::planted(&[
        ("lib", "mod a;"),
        ("a", "mod b; pub use b::Child; pub struct A(b::Inner);"),
        ("a::b", "pub struct Child(super::A); pub struct Inner;"),
    ]);
    assert_eq!(parent.circles(), ["a → a::b: Inner", "a::b → a: A"]);
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files of a crate by the path of their module, without the crate: `plan::parks`; the root is empty.
struct Tree {
    files: BTreeMap<String, File>,
}

/// What matters of a file.
#[derive(Default)]
struct File {
    /// Names that it defines.
    defines: BTreeSet<String>,
    /// What its names from elsewhere stand for.
    aliases: BTreeMap<String, Vec<String>>,
    /// Modules all of whose names it has, and whether it only hands them on.
    globs: Vec<(Vec<String>, bool)>,
    /// Paths that it imports or writes, but for those that it only hands on.
    paths: Vec<Vec<String>>,
    /// Modules that exist for tests only.
    for_tests: Vec<String>,
}

impl Tree {
    fn of_crate(krate: &str) -> Self {
        let root = crates().join(krate).join("src");
        let mut files = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let module = path.strip_prefix(&root).unwrap().with_extension("");
                    let module: Vec<&str> =
                        module.iter().map(|part| part.to_str().unwrap()).collect();
                    let module = module.join("::");
                    let module = module.strip_suffix("::mod").unwrap_or(&module);
                    let module = if ["lib", "main"].contains(&module) { "" } else { module };
                    let source = std::fs::read_to_string(&path).unwrap();
                    files.insert(module.to_owned(), File::read(&source));
                }
            }
        }
        assert!(files.len() > 1, "{krate} has files");
        Self { files }.without_tests()
    }

    fn planted(files: &[(&str, &str)]) -> Self {
        let read = |(module, source): &(&str, &str)| {
            let module = if *module == "lib" { "" } else { module };
            (module.to_owned(), File::read(source))
        };
        Self { files: files.iter().map(read).collect() }.without_tests()
    }

    fn without_tests(mut self) -> Self {
        let of = |(module, file): (&String, &File)| {
            file.for_tests.iter().map(|name| join(module, name)).collect::<Vec<_>>()
        };
        for gone in self.files.iter().flat_map(of).collect::<Vec<_>>() {
            let below = format!("{gone}::");
            self.files.retain(|module, _| *module != gone && !module.starts_with(&below));
        }
        self
    }

    /// The file that defines what a path in `from` means, with the name; `None`: another crate's, a module,
    /// or nothing that is known.
    fn target(&self, from: &str, path: &[String], depth: usize) -> Option<(String, String)> {
        if depth > 12 {
            return None;
        }
        let (mut at, mut rest) = start(from, path)?;
        while let Some((name, further)) = rest.split_first() {
            let child = join(&at, name);
            if self.files.contains_key(&child) {
                (at, rest) = (child, further);
                continue;
            }
            let file = self.files.get(&at)?;
            if file.defines.contains(name) {
                return Some((at, name.clone()));
            }
            if let Some(alias) = file.aliases.get(name).filter(|alias| alias.as_slice() != rest) {
                let path: Vec<String> = alias.iter().chain(further).cloned().collect();
                return self.target(&at, &path, depth + 1);
            }
            return file.globs.iter().find_map(|(glob, _)| {
                let path: Vec<String> = glob.iter().chain(rest).cloned().collect();
                self.target(&at, &path, depth + 1)
            });
        }
        None
    }

    /// The module that a path in `from` means.
    fn module(&self, from: &str, path: &[String]) -> Option<String> {
        let (at, rest) = start(from, path)?;
        let module = rest.iter().fold(at, |at, name| join(&at, name));
        self.files.contains_key(&module).then_some(module)
    }

    /// Arrows between files, with a name that ties them.
    fn arrows(&self) -> BTreeMap<(&str, String), String> {
        let mut arrows = BTreeMap::new();
        for (module, file) in &self.files {
            for path in &file.paths {
                let Some((to, name)) = self.target(module, path, 0) else { continue };
                if to != *module {
                    arrows.entry((module.as_str(), to)).or_insert(name);
                }
            }
            for (glob, _) in file.globs.iter().filter(|(_, handed_on)| !handed_on) {
                let Some(to) = self.module(module, glob) else { continue };
                if to != *module {
                    arrows.entry((module.as_str(), to)).or_insert("*".to_owned());
                }
            }
        }
        arrows
    }

    /// All arrows between files of which each is reached from the other.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let reached = |from: &str| {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let mut open = vec![from];
            while let Some(at) = open.pop() {
                for (_, to) in arrows.keys().filter(|(module, _)| *module == at) {
                    if seen.insert(to) {
                        open.push(to);
                    }
                }
            }
            seen
        };
        let circular = |((from, to), _): &(&(&str, String), &String)| reached(to).contains(from);
        arrows.iter().filter(circular).map(|((from, to), name)| said(from, to, name)).collect()
    }

    /// Arrows from a stage to a later one, and stages that the order does not know.
    fn against_order(&self, order: &[&str]) -> Vec<String> {
        let stage = |module: &str| {
            let stage = module.split("::").next().unwrap_or_default();
            order.iter().position(|known| *known == stage)
        };
        let modules = self.files.keys().filter(|module| !module.is_empty());
        let mut wrong: Vec<String> = modules
            .filter(|module| stage(module).is_none())
            .map(|module| format!("{module} has no place in the order"))
            .collect();
        let there = |stage: &str| self.files.keys().any(|m| m.split("::").next() == Some(stage));
        let gone = order.iter().filter(|stage| !there(stage));
        wrong.extend(gone.map(|stage| format!("{stage} is in the order and not there")));
        for ((from, to), name) in self.arrows() {
            if let (Some(earlier), Some(later)) = (stage(from), stage(&to))
                && earlier < later
            {
                wrong.push(said(from, &to, &name));
            }
        }
        wrong
    }
}

/// The module where a path in `from` begins, and the rest of the path.
fn start<'p>(from: &str, path: &'p [String]) -> Option<(String, &'p [String])> {
    let (first, rest) = path.split_first()?;
    Some(match first.as_str() {
        "crate" => (String::new(), rest),
        "self" => (from.to_owned(), rest),
        "super" => {
            let more = rest.iter().take_while(|part| *part == "super").count();
            let at = (0..more).fold(parent(from), |at, _| parent(&at));
            (at, &rest[more..])
        }
        _ => (from.to_owned(), path),
    })
}

fn said(from: &str, to: &str, name: &str) -> String {
    let file = |module: &str| if module.is_empty() { "lib".to_owned() } else { module.to_owned() };
    format!("{} → {}: {name}", file(from), file(to))
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

fn parent(module: &str) -> String {
    module.rsplit_once("::").map_or_else(String::new, |(parent, _)| parent.to_owned())
}

impl File {
    fn read(source: &str) -> Self {
        let tokens = tokens(source);
        let mut file = Self::default();
        let (mut place, mut depth) = (0, 0_usize);
        let mut public = false;
        while place < tokens.len() {
            let token = tokens[place].as_str();
            match token {
                "#" => {
                    let end = closing(&tokens, place + 1);
                    let attribute = tokens[place..=end].concat();
                    place = end + 1;
                    if attribute == "#[cfg(test)]" {
                        let item = end_of_item(&tokens, place);
                        if let Some(module) = tokens[place..=item].iter().position(|t| t == "mod")
                            && tokens[item] == ";"
                        {
                            file.for_tests.push(tokens[place + module + 1].clone());
                        }
                        place = item + 1;
                    }
                    continue;
                }
                "{" => depth += 1,
                "}" => depth -= 1,
                "pub" => {
                    public = true;
                    if tokens.get(place + 1).is_some_and(|next| next == "(") {
                        place = closing(&tokens, place + 1);
                    }
                    place += 1;
                    continue;
                }
                // Not the `use<…>` of a return type.
                "use" if tokens[place + 1] != "<" => {
                    let end = (place..).find(|at| tokens[*at] == ";").unwrap();
                    file.take(&tokens[place + 1..end], public);
                    (place, public) = (end + 1, false);
                    continue;
                }
                "struct" | "enum" | "fn" | "type" | "trait" | "const" | "static" | "union"
                    if depth == 0 =>
                {
                    let name = tokens.get(place + 1).filter(|name| is_name(name));
                    file.defines.extend(name.cloned());
                }
                "macro_rules" if depth == 0 => {
                    file.defines.insert(tokens[place + 2].clone());
                }
                _ if is_name(token) && (place == 0 || tokens[place - 1] != "::") => {
                    let mut path = vec![token.to_owned()];
                    while tokens.get(place + 1).is_some_and(|next| next == "::")
                        && tokens.get(place + 2).is_some_and(|next| is_name(next))
                    {
                        path.push(tokens[place + 2].clone());
                        place += 2;
                    }
                    if path.len() > 1 {
                        file.paths.push(path);
                    }
                }
                _ => {}
            }
            public = false;
            place += 1;
        }
        file
    }

    /// Takes in the tree of one `use`.
    fn take(&mut self, tree: &[String], public: bool) {
        fn expand(prefix: &[String], tree: &[String], out: &mut Vec<(Vec<String>, String)>) {
            let mut path = prefix.to_vec();
            let mut place = 0;
            while place < tree.len() {
                match tree[place].as_str() {
                    "::" => {}
                    "{" => {
                        let (mut depth, mut start) = (0, place + 1);
                        for at in place..tree.len() {
                            match tree[at].as_str() {
                                "{" => depth += 1,
                                "}" => depth -= 1,
                                _ => {}
                            }
                            if (tree[at] == "," && depth == 1) || depth == 0 {
                                if start < at {
                                    expand(&path, &tree[start..at], out);
                                }
                                start = at + 1;
                            }
                            if depth == 0 {
                                break;
                            }
                        }
                        return;
                    }
                    "as" => {
                        out.push((path, tree[place + 1].clone()));
                        return;
                    }
                    "self" if !path.is_empty() => {}
                    name => path.push(name.to_owned()),
                }
                place += 1;
            }
            let name = path.last().cloned().unwrap_or_default();
            out.push((path, name));
        }
        let mut all = Vec::new();
        expand(&[], tree, &mut all);
        for (mut path, name) in all {
            if name == "*" {
                path.pop();
                self.globs.push((path, public));
                continue;
            }
            self.aliases.insert(name, path.clone());
            if !public {
                self.paths.push(path);
            }
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Where the bracket at a place is closed.
fn closing(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && place > open {
            return place;
        }
    }
    tokens.len() - 1
}

/// The last token of the item that begins at a place.
fn end_of_item(tokens: &[String], start: usize) -> usize {
    let mut place = start;
    while place < tokens.len() {
        match tokens[place].as_str() {
            ";" => return place,
            "{" => return closing(tokens, place),
            "(" | "[" => place = closing(tokens, place),
            _ => {}
        }
        place += 1;
    }
    tokens.len() - 1
}

/// Names, `::` and single signs; without comments, texts, characters, lifetimes and numbers.
fn tokens(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut place = 0;
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    while place < chars.len() {
        let c = chars[place];
        if c == '/' && at(place + 1) == '/' {
            while place < chars.len() && chars[place] != '\n' {
                place += 1;
            }
        } else if c == '/' && at(place + 1) == '*' {
            while place < chars.len() && !(chars[place] == '*' && at(place + 1) == '/') {
                place += 1;
            }
            place += 2;
        } else if c == '"' {
            place += 1;
            while place < chars.len() && chars[place] != '"' {
                place += if chars[place] == '\\' { 2 } else { 1 };
            }
            place += 1;
        } else if c == '\'' {
            if at(place + 1) == '\\' {
                place += 3;
                while place < chars.len() && chars[place] != '\'' {
                    place += 1;
                }
                place += 1;
            } else if at(place + 2) == '\'' {
                place += 3;
            } else {
                place += 1;
                while at(place).is_alphanumeric() || at(place) == '_' {
                    place += 1;
                }
            }
        } else if c.is_alphanumeric() || c == '_' {
            let start = place;
            while at(place).is_alphanumeric() || at(place) == '_' {
                place += 1;
            }
            let word: String = chars[start..place].iter().collect();
            let raw = ["r", "br", "cr"].contains(&word.as_str());
            let hashes = (place..).take_while(|p| at(*p) == '#').count();
            if raw && at(place + hashes) == '"' {
                let end: String = std::iter::once('"').chain("#".repeat(hashes).chars()).collect();
                place += hashes + 1;
                while place < chars.len()
                    && !chars[place..]
                        .iter()
                        .take(end.len())
                        .eq(end.chars().collect::<Vec<_>>().iter())
                {
                    place += 1;
                }
                place += end.len();
            } else if !(c.is_numeric() || (at(place) == '"' && ["b", "c"].contains(&word.as_str())))
            {
                tokens.push(word);
            }
        } else if c == ':' && at(place + 1) == ':' {
            tokens.push("::".to_owned());
            place += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            place += 1;
        }
    }
    tokens
}
