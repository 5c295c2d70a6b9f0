//! Signatures of a folder as OpenSSH makes them: of its list, whose digest covers every file.

mod passphrase;

use crate::fault::{At, Fault, Result};
use crate::plan_folder::PROVENANCE;
use parkward_model::{Lang, Text};
use parkward_planning::Verification;
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What a signature is for: one of something else is none of a plan.
const NAMESPACE: &str = "parkward";

/// Where the signature of a folder stands.
fn place(folder: &Path) -> PathBuf {
    folder.join(format!("{PROVENANCE}.sig"))
}

/// Signs a folder with an Ed25519 key, and says by which; the same signature each time. A key with a passphrase asks for
/// it. What another has signed stays.
pub(super) fn sign(folder: &Path, key: &Path, lang: Lang) -> Result<Text> {
    let list = folder.join(PROVENANCE);
    let private = read(key)?;
    let by_hand =
        format!("ssh-keygen -Y sign -f {} -n {NAMESPACE} {}", key.display(), list.display());
    let private = PrivateKey::from_openssh(private).map_err(|_| {
        Fault::new("不是 OpenSSH 私钥", "is no private key of OpenSSH").at(key.display())
    })?;
    if private.algorithm() != Algorithm::Ed25519 {
        let zh = format!("只能用 Ed25519 密钥签名；其他密钥请用 `{by_hand}`");
        let en = format!("only Ed25519 keys sign here; with others: `{by_hand}`");
        return Err(Fault::new(zh, en).at(key.display()));
    }
    let private = match private.is_encrypted() {
        false => private,
        true => private.decrypt(passphrase::asked_for(key, lang)?).map_err(|_| {
            let zh = format!("口令不对，或密钥的加密方式无法识别；也可用 `{by_hand}`");
            let en = format!(
                "this is not its passphrase, or it is encrypted in a way that is not known here; otherwise: `{by_hand}`"
            );
            Fault::new(zh, en).at(key.display())
        })?,
    };
    let signature = private
        .sign(NAMESPACE, HashAlg::Sha512, &fs::read(&list).at(list.display())?)
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map_err(Fault::ours)?;
    let target = place(folder);
    match File::create_new(&target) {
        Ok(mut file) => file.write_all(signature.as_bytes()).at(target.display())?,
        Err(_) if fs::read(&target).is_ok_and(|there| there == signature.as_bytes()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let en = "another signature is there; move it away first";
            return Err(Fault::new("已有另一签名；请先移走", en).at(target.display()));
        }
        Err(error) => return Err(error).at(target.display()),
    }
    let (target, print) = (target.display(), private.fingerprint(HashAlg::Sha256));
    Ok(Text::new(
        format!("{target}：由密钥 {print} 签名"),
        format!("{target}: signed by the key {print}"),
    ))
}

/// Holds the signatures that stand beside the list against it, and against `signers` if there are any. Those of
/// minisign are left to minisign.
pub(super) fn check(
    folder: &Path,
    signatures: &[PathBuf],
    signers: Option<&Path>,
    found: &mut Verification,
) -> Result<()> {
    let signers = signers.map(known).transpose()?;
    let (ours, others): (Vec<_>, Vec<_>) =
        signatures.iter().map(|file| folder.join(file)).partition(|file| *file == place(folder));
    for other in others {
        let (list, other) = (folder.join(PROVENANCE), other.display());
        let by = format!("minisign -Vm {} -P KEY", list.display());
        found.leave_open(
            format!("{other}：签名，由此核对：{by}"),
            format!("{other}: a signature, which is checked by: {by}"),
        );
    }
    match (ours.first(), signers) {
        (Some(_), signers) => held(folder, signers.as_deref(), found)?,
        (None, Some(_)) => found.disagree(
            format!("{PROVENANCE}.sig：不存在，没有人签名"),
            format!("{PROVENANCE}.sig: is not there: nobody has signed"),
        ),
        (None, None) => {}
    }
    Ok(())
}

/// Holds the signature of OpenSSH against the list and those who may sign.
fn held(folder: &Path, signers: Option<&[Signer]>, found: &mut Verification) -> Result<()> {
    let (file, list) = (place(folder), folder.join(PROVENANCE));
    let shown = file.display();
    let (list, text) = (fs::read(&list).at(list.display())?, fs::read(&file).at(&shown)?);
    let Ok(signature) = SshSig::from_pem(text) else {
        found.disagree(
            format!("{shown}：不是 OpenSSH 签名"),
            format!("{shown}: is no signature of OpenSSH"),
        );
        return Ok(());
    };
    let key = PublicKey::from(signature.public_key().clone());
    let print = key.fingerprint(HashAlg::Sha256);
    if key.algorithm() != Algorithm::Ed25519 {
        let place = folder.display();
        let by = format!(
            "ssh-keygen -Y verify -f SIGNERS -I NAME -n {NAMESPACE} -s {shown} < {place}/{PROVENANCE}"
        );
        let zh = format!("{shown}：签名，由此核对：{by}");
        let en = format!("{shown}: a signature, which is checked by: {by}");
        // Whoever asks for a signer is not to be content with a signature that nobody has looked at.
        match signers {
            None => found.leave_open(zh, en),
            Some(_) => found.disagree(zh, en),
        }
    } else if key.verify(NAMESPACE, &list, &signature).is_err() {
        found.disagree(
            format!("{shown}：不是这份 {PROVENANCE} 的签名"),
            format!("{shown}: is no signature of this {PROVENANCE}"),
        );
    } else {
        let signer = signers.map(|all| all.iter().find(|one| one.key.key_data() == key.key_data()));
        match signer {
            Some(Some(Signer { name, .. })) => found.checked(
                format!("签名：{name}，密钥 {print}"),
                format!("signed by {name}, key {print}"),
            ),
            Some(None) => found.disagree(
                format!("{shown}：由密钥 {print} 签名，它不在 --signers 之列"),
                format!("{shown}: was signed by the key {print}, which is none of --signers"),
            ),
            None => found.leave_open(
                format!("{shown}：签名属于此处文件，密钥 {print}；它是谁的，由 --signers 核对"),
                format!(
                    "{shown}: is of these files, by the key {print}; --signers tells whose that is"
                ),
            ),
        }
    }
    Ok(())
}

/// Somebody who may sign.
struct Signer {
    name: String,
    key: PublicKey,
}

/// The keys of a `.pub` file, or of a list as OpenSSH has it: names before each key.
fn known(file: &Path) -> Result<Vec<Signer>> {
    let text = read(file)?;
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let signers: Option<Vec<Signer>> = lines.map(signer).collect();
    signers.filter(|signers| !signers.is_empty()).ok_or_else(|| {
        let en = "is neither a public key of OpenSSH nor a list of names and keys";
        Fault::new("既不是 OpenSSH 公钥，也不是名称与公钥的清单", en).at(file.display())
    })
}

/// `name key`, or `key name`, where a key is two words.
fn signer(line: &str) -> Option<Signer> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at =
        words.iter().position(|word| word.starts_with("ssh-") || word.starts_with("ecdsa-"))?;
    let key = PublicKey::from_openssh(words.get(at..at + 2)?.join(" ").as_str()).ok()?;
    let named = if at > 0 { words[0] } else { words.get(2).unwrap_or(&"") };
    Some(Signer { name: named.to_owned(), key })
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).at(file.display())
}
