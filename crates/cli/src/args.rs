//! What can be typed.

use crate::layer_name::LayerName;
use crate::plan_folder;
use crate::usage::Unfit;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use parkward_io::Encoding;
use parkward_policy::Date;
use parkward_report::{PageSize, Theme};
use std::path::PathBuf;

/// Plans the move of out-of-park enterprises into industrial parks, with a proven bound and a
/// reason for every decision.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Start here:
  parkward init my-district        a commented project to fill in
  parkward check my-district/plan.toml
  parkward plan my-district/plan.toml -o out
  parkward explain out E0042       why this enterprise goes where it goes

Exit codes: 0 done; 1 done, but --strict found rejects or unplaced, or a plan does not verify;
2 bad usage, configuration or input; 130 interrupted: with the best plan so far if it was being
solved, else with nothing written."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    /// Language of the outputs and of what is said; the plan file's `lang`, else English. Failures heed LANG before that.
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// Results as JSON on standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say more: every note, not only the first of each kind, and how long each step took.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Read inputs that are no files of this machine too: databases, services, addresses, virtual layers.
    #[arg(long, global = true)]
    pub(crate) allow_remote: bool,
    /// How large an archive, as workbooks are, may be when it is unpacked, in megabytes.
    #[arg(long, global = true, value_name = "MB", default_value_t = 1_000)]
    pub(crate) unpack_limit: u64,
    /// Say nothing but errors.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl From<Lang> for parkward_model::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The whole job: layers, map, tables and proof.
    #[command(after_help = "Examples:
  parkward plan data/jinshan/plan.toml -o out
  parkward plan plan.toml -o out --as-of 2021-03-01     under the rules of that day
  parkward plan plan.toml -o out --strict && publish out
  parkward plan plan.toml -o out --theme print --page a0 --map-parks")]
    Plan(PlanArgs),
    /// The rehearsal: what is read and how, what is wrong with it, how a plan would fare. Nothing is mended.
    #[command(after_help = "Examples:
  parkward check plan.toml
  parkward check plan.toml -v                   every place, not three of each kind
  parkward check plan.toml -o issues            issues.json, and issues.geojson for the map
  parkward check plan.toml --json | jq '.issues[] | select(.severity == \"error\")'

Findings are errors (✗: a row or file that cannot be used, an id or a decision that no plan can be made with,
coordinates that are plainly of another place, system or order), warnings (!: most likely wrong, and a plan would
be made with it all the same) and remarks (·: how something was read, what is not known).")]
    Check(CheckArgs),
    /// Which park each enterprise stands in, and which is nearest, from plain files.
    #[command(after_help = "Examples:
  parkward locate --parks parks.geojson --enterprises firms.csv > located.csv
  parkward locate --parks parks.shp --enterprises firms.csv --crs gcj02 --columns id=编号,lon=经度,lat=纬度")]
    Locate(Locate),
    /// Who must close, who needs a look, who passes, from plain files.
    #[command(after_help = "Examples:
  parkward screen --enterprises firms.csv --rules rules.toml > screened.csv
  parkward screen --enterprises firms.csv --rules rules.toml --as-of 2021-03-01")]
    Screen(Screen),
    /// Solves an assignment problem given as two CSV files, with its proof.
    #[command(after_help = "Examples:
  parkward assign --pairs pairs.csv --capacities parks.csv --unplaced 100 > placed.csv

pairs.csv        enterprise,park,cost,need    one line a pair that is allowed
capacities.csv   park,capacity
Costs and amounts are decimal numbers with at most 3 decimals; an enterprise needs the same in
every park.")]
    Assign(Assign),
    /// The ledger of one enterprise, project or park, in words and as a table; or as a sheet to hand over.
    #[command(after_help = "Examples:
  parkward explain out E0042                        why this enterprise goes where it goes
  parkward explain out E0042 --lang zh
  parkward explain out E0042 --json
  parkward explain out E0042 -o E0042.docx          a sheet with a map and a place to sign
  parkward explain out SH-JS-01                     a park: who comes, who does not and why
  parkward explain out --all -o sheets.pdf          everybody of whom something is decided, then the parks
  parkward explain out --all -o sheets --format docx    a file each")]
    Explain(Explain),
    /// Parks for a new project, the best first, and what refuses the others.
    #[command(after_help = "Examples:
  parkward site out --industry C3612 --land 3.2               with what the plan left, at its prices
  parkward site plan.toml --industry C3612 --land 3.2         before anybody moves
  parkward site out --industry 3612 --land 3.2 --at 121.3,30.8 --need energy=120 -o sites.gpkg
  parkward site out --projects projects.csv -o sites.csv     a table of projects, each alone")]
    Site(Site),
    /// What changes between two plans: per enterprise, per park and in all.
    #[command(after_help = "Examples:
  parkward compare out-before out-after
  parkward compare out-before out-after --json | jq .flows
  parkward compare out-before out-after -o changes")]
    Compare {
        /// A folder that `plan` wrote.
        #[arg(value_parser = plan_folder::of_plan)]
        before: PathBuf,
        /// Another.
        #[arg(value_parser = plan_folder::of_plan)]
        after: PathBuf,
        /// A folder for the differences as layers: changes.gpkg, changes.csv, park_changes.csv.
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// The layers of a written plan again, in another format or CRS.
    #[command(after_help = "Examples:
  parkward export out --format shapefile,xlsx -o for-the-bureau
  parkward export out --format geojson --crs gcj02 -o for-the-web-map
  parkward export out --format dxf --crs EPSG:4549 -o for-cad
  parkward export out --format \"MapInfo File\" --layers parks,moves -o for-mapinfo")]
    Export(Export),
    /// Checks a written plan again, from its files alone or with its inputs.
    Verify(Verify),
    /// A commented starting project for another district.
    #[command(after_help = "Examples:
  parkward init my-district")]
    Init {
        /// The folder to make.
        folder: PathBuf,
    },
    /// The plugin for QGIS: everything here in its Processing toolbox.
    #[command(after_help = "Examples:
  parkward qgis install
  parkward qgis package parkward-qgis.zip    for Plugins, Install from ZIP")]
    Qgis {
        #[command(subcommand)]
        action: Qgis,
    },
    /// The JSON Schema of plan.json, for programs that read plans.
    #[command(after_help = "Examples:
  parkward schema > plan.schema.json")]
    Schema,
    /// A completion script for your shell.
    #[command(after_help = "Examples:
  parkward completions bash > ~/.local/share/bash-completion/completions/parkward")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// The plan file.
    pub(crate) plan: PathBuf,
    /// A folder for the findings: issues.json, and issues.geojson with a point for each that has a place.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 if there is any error, which every rejected row is; warnings and remarks do not count.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PlanArgs {
    /// The plan file.
    pub(crate) plan: PathBuf,
    /// The folder to write; replaced when the new plan is complete.
    #[arg(short, long, default_value = "out")]
    pub(crate) output: PathBuf,
    /// The day whose rules are applied, instead of the plan's or the rule book's.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// Exit with 1 if any row is rejected or anybody is unplaced; the plan is written all the same.
    #[arg(long)]
    pub(crate) strict: bool,
    /// The folder of an earlier plan, instead of the plan file's, to be changed as little as is worth it.
    #[arg(long, value_name = "DIR")]
    pub(crate) earlier: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) search: Search,
    /// Colours of the map, instead of the plan file's: light, print, colour-blind or greyscale.
    #[arg(long, value_name = "THEME")]
    pub(crate) theme: Option<Theme>,
    /// Sheet of the map, instead of the plan file's: a4 to a0.
    #[arg(long, value_name = "SIZE")]
    pub(crate) page: Option<PageSize>,
    /// Write map-parks.pdf too, with a page for each park.
    #[arg(long)]
    pub(crate) map_parks: bool,
    /// Write the time of the run into provenance.json; two runs then differ in it.
    #[arg(long)]
    pub(crate) timestamp: bool,
    /// Say on standard error what is being done, a line a step, for programs that show it.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) progress: bool,
}

/// How long to search for a better plan and a better bound. As typed: [`Search::limits`] refuses what is
/// wrong in the user's language, which is not known before.
#[derive(Debug, ClapArgs)]
pub(crate) struct Search {
    /// Search for so long, less if the plan is proven optimal or within --gap before, or the --effort is
    /// spent; results then depend on the machine.
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true)]
    pub(crate) time_limit: Option<String>,
    /// How much to search, counted in steps, whatever the machine: standard by default (some seconds for
    /// small hard problems, in proportion to the size of large ones), quick a tenth of that, thorough twenty
    /// times that; without a limit if there is a --time-limit.
    #[arg(long, value_name = "quick|standard|thorough", allow_hyphen_values = true)]
    pub(crate) effort: Option<String>,
    /// Stop when the plan is within this share of the bound, such as 0.001; from 0 up to but not
    /// including 1.
    #[arg(long, value_name = "SHARE", default_value = "0", allow_hyphen_values = true)]
    pub(crate) gap: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// A folder that `plan` wrote.
    #[arg(value_parser = plan_folder::of_plan)]
    pub(crate) folder: PathBuf,
    /// Formats: gpkg, geojson, csv, flatgeobuf, geoparquet, shapefile, gdb, sqlite, xlsx, ods, kml, dxf, or the name
    /// of any driver of the installed GDAL that creates layers.
    #[arg(short, long, required_unless_present = "database", value_delimiter = ',')]
    pub(crate) format: Vec<String>,
    /// A database of PostgreSQL to write to instead, such as PG:dbname=land; with --allow-remote.
    #[arg(long, value_name = "CONNECTION", conflicts_with_all = ["format", "output"])]
    pub(crate) database: Option<String>,
    /// The schema of the database, which must not be there yet.
    #[arg(long, value_name = "NAME", default_value = "parkward", requires = "database")]
    pub(crate) schema: String,
    /// CRS of what is written: EPSG code, PROJ string, gcj02 or bd09.
    #[arg(long, default_value = "EPSG:4326")]
    pub(crate) crs: String,
    /// The layers to write; without it, all.
    #[arg(long, value_delimiter = ',', value_parser = LayerName::parser())]
    pub(crate) layers: Vec<LayerName>,
    /// Begin CSV files with the byte order mark, so that Excel takes them for UTF-8.
    #[arg(long)]
    pub(crate) csv_bom: bool,
    /// The folder to write; replaced when everything is complete.
    #[arg(short, long, default_value = "export")]
    pub(crate) output: PathBuf,
}

/// Checks a written plan again, in two depths.
///
/// From the folder alone: the digest and the hash of every file; every number and word of plan.json, computed again;
/// every other file, written again from plan.json and compared. Files that nobody wrote are found.
///
/// With --inputs also: the inputs, read again and held against the plan; the plan, made again with rows in reverse
/// and another number of threads; all distances, by Karney's geodesics.
///
/// Each line says what holds (✓), what does not (✗), and what could not be looked at here (?).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  parkward verify out
  parkward verify out --inputs
  parkward verify out --inputs=moved/plan.toml
  parkward verify layers --plan out          a folder that `export` wrote
  parkward verify out --sign ~/.ssh/id_ed25519
  parkward verify out --signers bureau.pub")]
pub(crate) struct Verify {
    /// A folder that `plan` or `export` wrote.
    #[arg(value_parser = plan_folder::of_plan)]
    pub(crate) folder: PathBuf,
    /// Look at the inputs too: found by the recorded path of the plan file from here, or from the folder and
    /// those above it; or by this plan file, or the folder that it stands in.
    #[arg(long, value_name = "PLAN_FILE", num_args = 0..=1, require_equals = true)]
    pub(crate) inputs: Option<Option<PathBuf>>,
    /// The folder of the plan whose layers `export` wrote.
    #[arg(long, value_name = "DIR", conflicts_with = "inputs")]
    pub(crate) plan: Option<PathBuf>,
    /// Sign the folder if all holds, with this private key of OpenSSH (Ed25519). Its passphrase, if it has one, is asked
    /// for on the terminal, or is the first line of standard input.
    #[arg(long, value_name = "KEY")]
    pub(crate) sign: Option<PathBuf>,
    /// Who must have signed: a public key of OpenSSH, or a list of names and keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
}

/// How plain files are read.
#[derive(Debug, ClapArgs)]
pub(crate) struct Reading {
    /// CRS of the files, where they do not say: EPSG code, PROJ string, gcj02 or bd09.
    #[arg(long)]
    pub(crate) crs: Option<String>,
    /// The columns of the enterprises or projects, as id=编号,lon=经度.
    #[arg(long, value_delimiter = ',', value_parser = column)]
    pub(crate) columns: Vec<(String, String)>,
    /// Their layer or sheet, where there are several.
    #[arg(long)]
    pub(crate) layer: Option<String>,
    /// Their encoding: utf-8, gbk, big5, windows-1252 …
    #[arg(long, value_parser = encoding)]
    pub(crate) encoding: Option<Encoding>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Locate {
    /// Parks: GeoJSON, CSV or anything GDAL reads.
    #[arg(long)]
    pub(crate) parks: String,
    /// The parks' columns, as id=编号.
    #[arg(long, value_delimiter = ',', value_parser = column)]
    pub(crate) park_columns: Vec<(String, String)>,
    /// The parks' layer or sheet, where there are several.
    #[arg(long, value_name = "LAYER")]
    pub(crate) park_layer: Option<String>,
    /// The parks' encoding: utf-8, gbk, big5, windows-1252 …
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    pub(crate) park_encoding: Option<Encoding>,
    /// Enterprises: likewise.
    #[arg(long)]
    pub(crate) enterprises: String,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Screen {
    /// Enterprises: GeoJSON, CSV or anything GDAL reads.
    #[arg(long)]
    pub(crate) enterprises: String,
    /// The rule file.
    #[arg(long)]
    pub(crate) rules: PathBuf,
    /// The day whose rules are applied, instead of the rule book's.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Assign {
    /// CSV with the columns enterprise,park,cost,need.
    #[arg(long)]
    pub(crate) pairs: PathBuf,
    /// CSV with the columns park,capacity.
    #[arg(long)]
    pub(crate) capacities: PathBuf,
    /// What leaving an enterprise unplaced costs.
    #[arg(long, value_name = "COST")]
    pub(crate) unplaced: f64,
    #[command(flatten)]
    pub(crate) search: Search,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// A folder that `plan` wrote.
    #[arg(value_parser = plan_folder::of_plan)]
    pub(crate) folder: PathBuf,
    /// The id of an enterprise, else of a project, else of a park.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub(crate) id: Option<String>,
    /// The id is a project's, also if an enterprise has the same.
    #[arg(long)]
    pub(crate) project: bool,
    /// The id is a park's, also if an enterprise or a project has the same.
    #[arg(long, conflicts_with = "project")]
    pub(crate) park: bool,
    /// All enterprises but those that stand in a park and stay there, all projects, all parks.
    #[arg(long, conflicts_with_all = ["project", "park"])]
    pub(crate) all: bool,
    /// Sheets to hand over: a file that ends in .docx, .pdf or .html; with --all also a folder, for a file each.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Plan anew with each change that would place the unplaced, instead of saying what it saves at least.
    #[arg(long)]
    pub(crate) solve: bool,
    /// In which format the files of the folder are; without it, PDF.
    #[arg(long, value_enum, requires = "output")]
    pub(crate) format: Option<SheetKind>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SheetKind {
    Docx,
    Pdf,
    Html,
}

impl From<SheetKind> for parkward_report::SheetFormat {
    fn from(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Docx => Self::Docx,
            SheetKind::Pdf => Self::Pdf,
            SheetKind::Html => Self::Html,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Site {
    /// A folder that `plan` wrote, or a plan file.
    #[arg(value_parser = plan_folder::of_plan)]
    pub(crate) plan: PathBuf,
    /// The project's industry, as a code of the classification.
    #[arg(long, required_unless_present = "projects")]
    pub(crate) industry: Option<String>,
    /// The land it needs, in hectares.
    #[arg(long, value_name = "HA", value_parser = amount, allow_hyphen_values = true, required_unless_present = "projects")]
    pub(crate) land: Option<f64>,
    /// A table of projects instead, each of which is looked at alone: GeoJSON, CSV or anything GDAL reads,
    /// with the columns of a plan's projects, on WGS84 unless the file says otherwise.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["industry", "land", "at", "need"])]
    pub(crate) projects: Option<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Where it would like to be, on WGS84; without it distances do not count.
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    pub(crate) at: Option<[f64; 2]>,
    /// What else it needs, as energy=120; resources that are not named are not looked at.
    #[arg(long, value_name = "RESOURCE=AMOUNT", value_parser = need)]
    pub(crate) need: Vec<(String, f64)>,
    /// The parks as a layer: a file that ends in .gpkg, .geojson, .csv or .fgb.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Qgis {
    /// Puts the plugin into a QGIS profile, in the place of an older one.
    Install {
        /// The profile's folder; without it, the default profile.
        #[arg(long, value_name = "DIR")]
        profile: Option<PathBuf>,
    },
    /// Writes the plugin as a ZIP file.
    Package {
        /// The file.
        #[arg(default_value = "parkward-qgis.zip")]
        file: PathBuf,
    },
}

fn encoding(name: &str) -> Result<Encoding, Unfit> {
    Encoding::of_name(name).map_err(Unfit)
}

fn amount(text: &str) -> Result<f64, Unfit> {
    match text.parse() {
        Ok(amount) if (0.0..=1e9).contains(&amount) => Ok(amount),
        _ => Err(Unfit::new("应为不小于 0 的数", "expected a number from 0 on")),
    }
}

fn position(text: &str) -> Result<[f64; 2], Unfit> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        [lon, lat] if (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat) => {
            Ok([lon, lat])
        }
        _ => Err(Unfit::new(
            "应为以度为单位的“经度,纬度”，如 121.3,30.8",
            "expected longitude,latitude in degrees, as 121.3,30.8",
        )),
    }
}

fn need(text: &str) -> Result<(String, f64), Unfit> {
    let (resource, amount_text) = column(text)?;
    Ok((resource, amount(&amount_text)?))
}

fn column(text: &str) -> Result<(String, String), Unfit> {
    match text.split_once('=') {
        Some((key, column)) if !key.is_empty() && !column.is_empty() => {
            Ok((key.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err(Unfit::new("应写作 key=列名", "expected key=column")),
    }
}
