//! What is wrong, said in both languages: what a command fails with has to have both.

use crate::Text;
use std::fmt::Display;
use std::io::{self, ErrorKind};

/// An error that says in Chinese and in English what is wrong, where, and what to do. Its `Display` is the English.
pub trait InWords {
    /// The sentence, without a full stop.
    fn in_words(&self) -> Text;
}

impl Text {
    /// A text that is the same in both languages: a name, a number, a path.
    pub fn same(text: impl Display) -> Self {
        Self::new(text.to_string(), text.to_string())
    }

    /// The sentence behind the place that it speaks of.
    ///
    /// ```
    /// use parkward_model::Text;
    /// let text = Text::new("应为数", "expected a number").at("rules.toml");
    /// assert_eq!((&*text.zh, &*text.en), ("rules.toml：应为数", "rules.toml: expected a number"));
    /// ```
    #[must_use]
    pub fn at(self, place: impl Display) -> Self {
        Self::new(format!("{place}：{}", self.zh), format!("{place}: {}", self.en))
    }

    /// Words of a library or of the system, which are English: quoted in Chinese.
    pub fn quoted(words: impl Display) -> Self {
        Self::new(format!("“{words}”"), words.to_string())
    }

    /// The question for the name that was probably meant, if there is one: the end of a sentence.
    pub fn did_you_mean(nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => {
                Self::new(format!("；是否应为 {name:?}？"), format!("; did you mean {name:?}?"))
            }
            None => Self::default(),
        }
    }

    /// Both wordings as one message of serde's, which has room for one; [`Text::carried`] takes them apart.
    pub fn carry(&self) -> String {
        format!("{}{APART}{}", self.en, self.zh)
    }

    /// The wordings of a message that [`Text::carry`] made.
    ///
    /// ```
    /// use parkward_model::Text;
    /// let text = Text::new("应为日期", "expected a day");
    /// assert_eq!(Text::carried(&text.carry()), Some(text));
    /// assert_eq!(Text::carried("invalid type"), None);
    /// ```
    pub fn carried(message: &str) -> Option<Self> {
        message.split_once(APART).map(|(en, zh)| Self::new(zh, en))
    }
}

/// Between two wordings in one message: the separator of units, which nobody writes.
const APART: char = '\u{1f}';

/// Why something cannot be written, in words for what is common.
impl InWords for io::Error {
    fn in_words(&self) -> Text {
        let (zh, en) = match self.kind() {
            ErrorKind::StorageFull => (
                "磁盘已满；请腾出空间，或写到别处",
                "the disk is full; make room, or write elsewhere",
            ),
            ErrorKind::QuotaExceeded => (
                "磁盘配额已用完；请腾出空间，或写到别处",
                "your share of the disk is used up; make room, or write elsewhere",
            ),
            ErrorKind::FileTooLarge => (
                "此处的文件不得这么大（ulimit -f）",
                "a file may not grow this large here (ulimit -f)",
            ),
            ErrorKind::PermissionDenied => {
                ("没有写入权限；请写到别处", "you have no right to write there; write elsewhere")
            }
            ErrorKind::ReadOnlyFilesystem => (
                "所在磁盘只读；请写到别处",
                "it is on a disk that can only be read; write elsewhere",
            ),
            ErrorKind::NotADirectory => ("路径中有一段是文件", "a part of the path is a file"),
            ErrorKind::AlreadyExists => ("已有同名文件", "a file is in the way"),
            ErrorKind::ResourceBusy => ("正被占用；请写到别处", "it is in use; write elsewhere"),
            _ => return Text::quoted(self),
        };
        Text::new(zh, en)
    }
}

/// Why something cannot be read, in words for what is common.
pub fn why_unread(error: &io::Error) -> Text {
    let (zh, en) = match error.kind() {
        ErrorKind::NotFound => ("没有这个文件", "there is no such file"),
        ErrorKind::PermissionDenied => ("没有读取权限", "you have no right to read it"),
        ErrorKind::IsADirectory => ("这是一个文件夹", "it is a folder"),
        ErrorKind::NotADirectory => ("路径中有一段是文件", "a part of the path is a file"),
        _ => return Text::quoted(error),
    };
    Text::new(zh, en)
}
