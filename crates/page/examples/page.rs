//! Writes the page of a plan: `cargo run -p parkward-page --example page -- PLAN_FOLDER OUT.html [zh|en]`.

use parkward_model::Lang;
use parkward_planning::Plan;
use std::error::Error;
use std::fs;
use std::io::BufReader;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, to, lang) = match &arguments[..] {
        [folder, to] => (folder, to, Lang::Zh),
        [folder, to, lang] if lang == "en" => (folder, to, Lang::En),
        [folder, to, lang] if lang == "zh" => (folder, to, Lang::Zh),
        _ => return Err("usage: page PLAN_FOLDER OUT.html [zh|en]".into()),
    };
    let plan = fs::File::open(Path::new(folder).join("plan.json"))?;
    let plan: Plan = serde_json::from_reader(BufReader::new(plan))?;
    fs::write(to, parkward_page::page(&plan, lang)?)?;
    Ok(())
}
