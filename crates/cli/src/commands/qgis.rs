//! The plugin for QGIS.

use crate::args::{Common, Qgis};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::layer_file;
use crate::output::{named, put, say};
use crate::resolve;
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
            let program = std::env::current_exe().map_err(|error| {
                let (zh, en) =
                    ("无法得知 parkward 程序的位置", "cannot find out where parkward is");
                Fault::new(format!("{zh}：“{error}”"), format!("{en}: {error}"))
            })?;
            let folder = parkward_qgis::plugin_folder(&profile);
            install(&folder, &program, resolve::lang(common, Lang::En))?;
            if !common.quiet {
                let place = folder.display();
                match resolve::lang(common, Lang::En) {
                    Lang::Zh => say!(
                        "已装入 {place}\n在 QGIS 中：插件，管理并安装插件，已安装，勾选 Parkward"
                    ),
                    Lang::En => say!(
                        "Installed in {place}\nIn QGIS: Plugins, Manage and Install Plugins, Installed, Parkward"
                    ),
                }?;
            }
        }
        Qgis::Package { file } => {
            let lang = resolve::lang(common, Lang::En);
            layer_file::whole(&[file], lang, |_, path| {
                let archive = parkward_qgis::package_plugin().map_err(Fault::ours)?;
                let written = std::fs::write(path, archive);
                Ok(written.map_err(|reason| WriteError::File { path: path.to_owned(), reason })?)
            })?;
            if !common.quiet {
                say!("{}", file.display())?;
                match lang {
                    Lang::Zh => say!("在 QGIS 中：插件，管理并安装插件，从 ZIP 文件安装"),
                    Lang::En => {
                        say!("In QGIS: Plugins, Manage and Install Plugins, Install from ZIP")
                    }
                }?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Puts the plugin in its place; an older version is replaced when the new one is complete.
fn install(target: &Path, program: &Path, lang: Lang) -> Result<()> {
    interrupt::listen(lang);
    let folder = interrupt::create(target, Maker::Plugin).map_err(|error| match error {
        WriteError::NotOurs { path } => Fault::new(
            "不是 `parkward qgis install` 装入的内容，因此不予替换；请把它移走",
            "is not what `parkward qgis install` put there, so it is not replaced; move it away",
        )
        .at(path.display()),
        error => error.into(),
    })?;
    for (name, bytes) in parkward_qgis::plugin_files(program) {
        put(folder.path(), name, &bytes).map_err(|error| named(&folder, error))?;
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
        Fault::new(
            format!("没有设置 {variable}；请用 --profile 写明配置文件夹"),
            format!("{variable} is not set; name the profile's folder with --profile"),
        )
    })?;
    Ok(PathBuf::from(base).join(below).join("profiles/default"))
}
