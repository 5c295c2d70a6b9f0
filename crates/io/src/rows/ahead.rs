//! Rows fetched by one thread while another takes them: what a format costs and what is made of its
//! rows then run side by side.

use super::read_rows;
use super::row::{Header, Row, Rows, Wanted};
use crate::{ReadError, Source};
use parkward_model::Text;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

/// How many rows a batch has, and how many batches may wait to be taken.
const BATCH: usize = 512;
const AHEAD: usize = 4;

/// As [`read_rows`], which runs on a thread of its own; `rows` gets the same in the same order on this
/// one. If the rows are refused, that is the error, whatever the file has further on.
pub(crate) fn read_ahead(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let refused = Mutex::new(None);
    let (sender, messages) = sync_channel(AHEAD);
    let (give_back, taken) = channel();
    let header = std::thread::scope(|scope| {
        let refused = &refused;
        let fetch = std::thread::Builder::new().spawn_scoped(scope, move || {
            let mut ahead =
                Ahead { sender: Some(sender), batch: new_batch(), filled: 0, taken, refused };
            let header = read_rows(source, path, wanted, &mut ahead);
            // The rows before an error are taken, or refused, first.
            ahead.flush().and(header)
        });
        let fetch = fetch.map_err(|reason| no_thread(source, &reason))?;
        let mut take = |message| match message {
            Message::Start(crs) => rows.start(crs.as_deref()),
            Message::Rows(mut batch) => {
                batch.iter_mut().try_for_each(|row| rows.row(row))?;
                let _ = give_back.send(batch); // fails once all rows are fetched, when no batch is needed
                Ok(())
            }
        };
        if let Err(error) = messages.iter().try_for_each(&mut take) {
            *refused.lock().expect("nobody panics with it") = Some(error);
        }
        drop(messages); // tells the fetching thread to stop
        fetch.join().expect("reading does not panic")
    });
    match refused.into_inner().expect("nobody panics with it") {
        Some(error) => Err(error),
        None => header,
    }
}

fn no_thread(source: &Source, reason: &std::io::Error) -> ReadError {
    ReadError::Unreadable {
        file: source.label(),
        expected: Text::new("可用来读取的线程", "a thread to read it on"),
        found: Text::quoted(reason),
    }
}

enum Message {
    Start(Option<String>),
    Rows(Vec<Row>),
}

struct Ahead<'a> {
    /// `None` once rows are refused.
    sender: Option<SyncSender<Message>>,
    batch: Vec<Row>,
    /// Rows of the batch that wait to be sent; the others are to be filled.
    filled: usize,
    /// Batches that were taken, to be filled again: reusing batches avoids freeing memory on another thread than
    /// allocated it, which is slow.
    taken: Receiver<Vec<Row>>,
    /// Why no more rows are taken.
    refused: &'a Mutex<Option<ReadError>>,
}

fn new_batch() -> Vec<Row> {
    std::iter::repeat_with(Row::default).take(BATCH).collect()
}

impl Ahead<'_> {
    fn send(&mut self, message: Message) -> Result<(), ReadError> {
        let Some(sender) = &self.sender else { return Ok(()) };
        sender.send(message).map_err(|_| {
            self.sender = None;
            let mut refused = self.refused.lock().expect("nobody panics with it");
            refused.take().expect("who takes no more has said why")
        })
    }

    fn flush(&mut self) -> Result<(), ReadError> {
        let next = self.taken.try_recv().unwrap_or_else(|_| new_batch());
        let mut batch = std::mem::replace(&mut self.batch, next);
        batch.truncate(std::mem::take(&mut self.filled)); // only the last batch is shorter
        self.send(Message::Rows(batch))
    }
}

impl Rows for Ahead<'_> {
    fn start(&mut self, crs: Option<&str>) -> Result<(), ReadError> {
        self.send(Message::Start(crs.map(str::to_owned)))
    }

    fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
        std::mem::swap(row, &mut self.batch[self.filled]);
        self.filled += 1;
        if self.filled == BATCH { self.flush() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes rows up to the one that it refuses.
    struct Upto(u64, Vec<u64>);

    impl Rows for Upto {
        fn start(&mut self, _: Option<&str>) -> Result<(), ReadError> {
            Ok(())
        }

        fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
            if row.number == self.0 {
                return Err(ReadError::Empty {
                    file: format!("row {}", row.number),
                    noun: Text::default(),
                    columns: String::new(),
                });
            }
            self.1.push(row.number);
            Ok(())
        }
    }

    /// A table of `count` rows, perhaps with bytes at its end that are no feature.
    fn read(count: u64, broken: bool, refuse: u64) -> (Result<Header, ReadError>, Vec<u64>) {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("rows.geojson");
        let feature = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}";
        let features = vec![feature; usize::try_from(count).expect("few")].join(",");
        let end = if broken { ",]" } else { "]}" };
        std::fs::write(&path, format!("{{\"features\":[{features}{end}")).expect("a file");
        let source = Source { file: "rows.geojson".to_owned(), ..Source::default() };
        let mut rows = Upto(refuse, Vec::new());
        (read_ahead(&source, &path, &[], &mut rows), rows.1)
    }

    #[test]
    fn all_rows_come_in_order() {
        for count in [0, 1, 511, 512, 513, 5_000] {
            let (header, rows) = read(count, false, 0);
            assert!(header.is_ok());
            assert_eq!(rows, (1..=count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_refusal_is_the_error_whatever_comes_behind_the_row() {
        for refuse in [1, 512, 513, 700, 4_999] {
            for broken in [false, true] {
                let (header, rows) = read(5_000, broken, refuse);
                let error = header.err().expect("refused").to_string();
                assert!(error.starts_with(&format!("row {refuse}:")), "{error}");
                assert_eq!(rows.len() as u64, refuse - 1);
            }
        }
        let (header, rows) = read(700, true, 0);
        assert!(header.err().expect("broken").to_string().starts_with("rows.geojson: expected"));
        assert_eq!(rows.len(), 700);
    }
}
