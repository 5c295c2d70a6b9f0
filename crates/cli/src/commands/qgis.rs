//! The plugin for QGIS.

use crate::args::{Common, Qgis};
use crate::exit::Exit;
use crate::layer_file;
use crate::output::say;
use crate::resolve;
use anyhow::{Context, Result, anyhow};
use parkward_model::Lang;
use std::path::PathBuf;

pub(crate) fn run(action: &Qgis, common: &Common) -> Result<Exit> {
    match action {
        Qgis::Install { profile } => {
            let profile = match profile {
                Some(profile) => profile.clone(),
                None => default_profile()?,
            };
            let program = std::env::current_exe().context("cannot find out where parkward is")?;
            let folder = parkward_qgis::install_plugin(&profile, &program)?;
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
