//! The plugin for QGIS.

use crate::args::{Common, Qgis};
use crate::exit::Exit;
use crate::interrupt;
use crate::layer_file;
use crate::output::{named, put, say};
use crate::resolve;
use anyhow::{Context, Result, anyhow};
use parkward_io::{Maker, WriteError};
use parkward_model::Lang;
use serde_json::json;
use std::path::{Path, PathBuf};

pub(crate) fn run(action: &Qgis, common: &Common) -> Result<Exit> {
    match action {
        Qgis::Install { profile } => {
            let profile = match profile {
                Some(profile) => profile.clone(),
                None => default_profile()?,
            };
            let program = std::env::current_exe().context("cannot find out where parkward is")?;
            let folder = parkward_qgis::plugin_folder(&profile);
            install(&folder, &program, resolve::lang(common, Lang::En))?;
            if !common.quiet {
                say!("Installed in {}", folder.display())?;
                say!("In QGIS: Plugins, Manage and Install Plugins, Installed, Parkward")?;
            }
        }
        Qgis::Package { file } => {
            let lang = resolve::lang(common, Lang::En);
            layer_file::whole(&[file], lang, |_, path| {
                Ok(std::fs::write(path, parkward_qgis::package_plugin()?)?)
            })?;
            if !common.quiet {
                say!("{}", file.display())?;
                say!("In QGIS: Plugins, Manage and Install Plugins, Install from ZIP")?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Puts the plugin in its place; an older version is replaced when the new one is complete.
fn install(target: &Path, program: &Path, lang: Lang) -> Result<()> {
    interrupt::listen(lang);
    let refused = |error: anyhow::Error| match error.downcast_ref() {
        Some(WriteError::NotOurs { path }) => anyhow!(
            "{}: is not what `parkward qgis install` put there, so it is not replaced; move it away",
            path.display()
        ),
        _ => error,
    };
    let folder = interrupt::create(target, Maker::Plugin).map_err(refused)?;
    for (name, bytes) in parkward_qgis::plugin_files(program) {
        put(folder.path(), name, &bytes).map_err(|error| named(&folder, &error))?;
    }
    let provenance = json!({ "tool": "parkward", "version": env!("CARGO_PKG_VERSION") });
    interrupt::complete(folder, provenance).map(|_| ())
}

/// Where QGIS keeps its default profile.
fn default_profile() -> Result<PathBuf> {
    let (variable, below) = if cfg!(windows) {
        ("APPDATA", "QGIS/QGIS3")
    } else if cfg!(target_os = "macos") {
        ("HOME", "Library/Application Support/QGIS/QGIS3")
    } else {
        ("HOME", ".local/share/QGIS/QGIS3")
    };
    let base = std::env::var_os(variable).filter(|base| !base.is_empty());
    let base = base.ok_or_else(|| {
        anyhow!("{variable} is not set; name the profile's folder with --profile")
    })?;
    Ok(PathBuf::from(base).join(below).join("profiles/default"))
}
