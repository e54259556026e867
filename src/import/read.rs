//! Readers: a file of any of the forms becomes a stream of [`Record`]s, a row at a time.
//!
//! csv (comma, semicolon or tab; UTF-8 or the GB18030 that Chinese spreadsheets write), xlsx (first sheet) and jsonl, each
//! also gzipped. A broken line is a [`Broken`] with its number and the reason, and reading goes on behind it.

use super::columns::Table;
use crate::error::Error;
use calamine::{Data, DataRef, Reader as _};
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One row: its line in the file and the text of each known column that is not empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// From 1; the heading counts.
    pub line: u64,
    pub fields: Vec<(&'static str, String)>,
}

impl Record {
    /// The text of a column, without the blanks around it; `None` if empty or missing.
    pub fn get(&self, column: &str) -> Option<&str> {
        let (_, text) = self.fields.iter().find(|(name, _)| *name == column)?;
        let text = text.trim();
        (!text.is_empty()).then_some(text)
    }
}

/// A line that cannot be read at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    pub line: u64,
    pub reason: String,
    pub text: String,
}

/// A file being read.
pub struct Source {
    rows: Box<dyn Iterator<Item = Result<Record, Broken>> + Send>,
    /// Bytes of the file in all and read so far (compressed bytes of a gzipped one).
    pub size: u64,
    pub read: Arc<AtomicU64>,
    unknown: Arc<std::sync::Mutex<BTreeSet<String>>>,
}

impl Iterator for Source {
    type Item = Result<Record, Broken>;
    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

impl Source {
    /// Headings met so far that the program does not know.
    pub fn unknown(&self) -> Vec<String> {
        self.unknown.lock().map(|set| set.iter().cloned().collect()).unwrap_or_default()
    }
}

/// A line longer than this is refused instead of read into memory.
const LONGEST_LINE: u64 = 4 << 20;
/// A spreadsheet is a zip archive and must be read whole; one larger than this is refused.
const LARGEST_SHEET: u64 = 512 << 20;

type Unknown = Arc<std::sync::Mutex<BTreeSet<String>>>;

/// Opens a file; its name says its form.
pub fn open(path: &Path, table: Table) -> Result<Source, Error> {
    let named = |why: &dyn std::fmt::Display| Error::file(path.display(), why);
    let file = File::open(path).map_err(|fault| named(&fault))?;
    let size = file.metadata().map_err(|fault| named(&fault))?.len();
    let read = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: file, read: Arc::clone(&read) };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let (form, zipped) = name.strip_suffix(".gz").map_or((name.as_str(), false), |form| (form, true));
    let bytes: Box<dyn Read + Send> = if zipped { Box::new(MultiGzDecoder::new(counted)) } else { Box::new(counted) };
    let unknown = Unknown::default();
    let rows: Box<dyn Iterator<Item = _> + Send> = match form.rsplit('.').next() {
        Some("jsonl" | "ndjson") => Box::new(json_lines(bytes, table, Arc::clone(&unknown))),
        Some("csv" | "tsv" | "txt") => Box::new(separated(bytes, table, Arc::clone(&unknown)).map_err(|fault| named(&fault))?),
        Some("xlsx") => Box::new(sheet(bytes, table, Arc::clone(&unknown)).map_err(|fault| named(&fault))?),
        _ => return Err(named(&"the name must end in .csv, .xlsx or .jsonl, each also with .gz")),
    };
    Ok(Source { rows, size, read, unknown })
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

fn note(unknown: &Unknown, heading: &str) {
    if let Ok(mut set) = unknown.lock()
        && set.len() < 100
        && !heading.trim().is_empty()
    {
        set.insert(heading.trim().chars().take(60).collect());
    }
}

fn json_lines(
    bytes: Box<dyn Read + Send>,
    table: Table,
    unknown: Unknown,
) -> impl Iterator<Item = Result<Record, Broken>> + Send {
    let mut reader = BufReader::with_capacity(1 << 16, bytes);
    let mut line = 0u64;
    let mut done = false;
    std::iter::from_fn(move || {
        while !done {
            line += 1;
            let mut text = Vec::new();
            let broken = |reason: String, text: &[u8]| {
                Some(Err(Broken { line, reason, text: String::from_utf8_lossy(text).chars().take(500).collect() }))
            };
            match reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut text) {
                Ok(0) => return None,
                Ok(_) if text.len() as u64 >= LONGEST_LINE && !text.ends_with(b"\n") => {
                    // Skip to the line's end so that the next one is whole.
                    if skip_line(&mut reader).is_err() {
                        done = true;
                    }
                    return broken(format!("the line is longer than {} MiB", LONGEST_LINE >> 20), &text);
                }
                Ok(_) => {}
                Err(fault) => {
                    done = true;
                    return broken(format!("the file breaks off here: {fault}"), &text);
                }
            }
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return match serde_json::from_slice::<serde_json::Map<String, Value>>(&text) {
                Ok(object) => Some(Ok(record_of(line, object, table, &unknown))),
                Err(fault) => broken(format!("not a JSON object: {fault}"), &text),
            };
        }
        None
    })
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn record_of(line: u64, object: serde_json::Map<String, Value>, table: Table, unknown: &Unknown) -> Record {
    let mut fields = Vec::with_capacity(object.len());
    for (heading, value) in object {
        match (table.column(&heading), value) {
            // An object within the row is its columns with dots: {"education": {"level": …}}.
            (_, Value::Object(parts)) if parts.keys().any(|part| table.column(&format!("{heading}.{part}")).is_some()) => {
                let dotted = parts.into_iter().map(|(part, value)| (format!("{heading}.{part}"), value)).collect();
                fields.extend(record_of(line, dotted, table, unknown).fields);
            }
            // Of a person "none of these" is something said.
            (Some(column), Value::Array(items)) if items.is_empty() && table == Table::Candidates => {
                fields.push((column, "无".to_owned()));
            }
            (Some(column), value) => fields.extend(text_of(value).map(|text| (column, text))),
            (None, _) => note(unknown, &heading),
        }
    }
    Record { line, fields }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        // A list of things with parts of their own stays JSON; whoever knows the column reads it.
        Value::Array(items) if items.iter().any(Value::is_object) => Some(Value::Array(items).to_string()),
        Value::Array(items) => Some(items.into_iter().filter_map(text_of).collect::<Vec<_>>().join("、")),
        other => Some(other.to_string()),
    }
}

fn separated(
    bytes: Box<dyn Read + Send>,
    table: Table,
    unknown: Unknown,
) -> Result<impl Iterator<Item = Result<Record, Broken>> + Send, String> {
    let mut bytes = bytes;
    let mut head = vec![0; 1 << 16];
    let filled = fill(&mut bytes, &mut head).map_err(|fault| fault.to_string())?;
    head.truncate(filled);
    // A character may be cut at the end of the sample; anything broken before that is not UTF-8.
    let utf8 = match std::str::from_utf8(&head) {
        Ok(_) => true,
        Err(fault) => fault.error_len().is_none(),
    };
    let encoding = if utf8 { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
    let first_line = encoding.decode(head.split(|&byte| byte == b'\n').next().unwrap_or_default()).0.into_owned();
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&mark| first_line.bytes().filter(|&byte| byte == mark).count())
        .unwrap_or(b',');
    let text = encoding_rs_io::DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .bom_override(true)
        .build(Cursor::new(head).chain(bytes));
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text);
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    let mut row = csv::StringRecord::new();
    Ok(std::iter::from_fn(move || {
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut row) {
                Ok(false) => return None,
                Err(fault) => {
                    // A fault of the file itself would come again for ever.
                    let ended = matches!(fault.kind(), csv::ErrorKind::Io(_));
                    let broken = Broken { line, reason: fault.to_string(), text: String::new() };
                    if ended {
                        reader.seek_end();
                    }
                    return Some(Err(broken));
                }
                Ok(true) => {}
            }
            let line = row.position().map_or(line, csv::Position::line);
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match &columns {
                None => columns = Some(row.iter().map(|heading| heading_of(heading, table, &unknown)).collect()),
                Some(columns) => return Some(Ok(Record { line, fields: pair(columns, row.iter().map(str::to_owned)) })),
            }
        }
    })
    .fuse())
}

/// Ends a reader that met a fault of its file.
trait SeekEnd {
    fn seek_end(&mut self);
}
impl<R: Read> SeekEnd for csv::Reader<R> {
    fn seek_end(&mut self) {
        // What is left is drained without being looked at; a source that fails again simply ends.
        let mut sink = csv::ByteRecord::new();
        while matches!(self.read_byte_record(&mut sink), Ok(true)) {}
    }
}

fn fill(reader: &mut impl Read, into: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match reader.read(&mut into[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

fn heading_of(heading: &str, table: Table, unknown: &Unknown) -> Option<&'static str> {
    let column = table.column(heading);
    if column.is_none() {
        note(unknown, heading);
    }
    column
}

fn pair(columns: &[Option<&'static str>], cells: impl Iterator<Item = String>) -> Vec<(&'static str, String)> {
    columns
        .iter()
        .zip(cells)
        .filter_map(|(column, cell)| column.map(|column| (column, cell)))
        .filter(|(_, cell)| !cell.trim().is_empty())
        .collect()
}

/// Sheets are walked cell by cell on a thread of their own, so that only the archive itself is held in memory.
fn sheet(
    bytes: Box<dyn Read + Send>,
    table: Table,
    unknown: Unknown,
) -> Result<impl Iterator<Item = Result<Record, Broken>> + Send, String> {
    let mut archive = Vec::new();
    bytes.take(LARGEST_SHEET + 1).read_to_end(&mut archive).map_err(|fault| fault.to_string())?;
    if archive.len() as u64 > LARGEST_SHEET {
        return Err(format!("the spreadsheet is larger than {} MiB; save it as .csv", LARGEST_SHEET >> 20));
    }
    let mut book = calamine::Xlsx::new(Cursor::new(archive)).map_err(|fault| format!("not an .xlsx workbook: {fault}"))?;
    let first = book.sheet_names().first().cloned().ok_or("the workbook has no sheet")?;
    let (send, receive) = std::sync::mpsc::sync_channel::<Result<(u64, Vec<String>), Broken>>(256);
    std::thread::spawn(move || walk_sheet(&mut book, &first, &send));
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    Ok(std::iter::from_fn(move || {
        loop {
            match receive.recv().ok()? {
                Err(broken) => return Some(Err(broken)),
                Ok((_, cells)) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok((line, cells)) => match &columns {
                    None => columns = Some(cells.iter().map(|heading| heading_of(heading, table, &unknown)).collect()),
                    Some(columns) => return Some(Ok(Record { line, fields: pair(columns, cells.into_iter()) })),
                },
            }
        }
    }))
}

type Rows = std::sync::mpsc::SyncSender<Result<(u64, Vec<String>), Broken>>;

fn walk_sheet(book: &mut calamine::Xlsx<Cursor<Vec<u8>>>, name: &str, rows: &Rows) {
    let broken = |line: u64, reason: String| Err(Broken { line, reason, text: String::new() });
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(fault) => {
            let _ = rows.send(broken(1, fault.to_string()));
            return;
        }
    };
    let mut row: Vec<String> = Vec::new();
    let mut at = 0u32;
    loop {
        match cells.next_cell() {
            Ok(Some(cell)) => {
                let (line, column) = cell.get_position();
                if line != at {
                    if rows.send(Ok((u64::from(at) + 1, std::mem::take(&mut row)))).is_err() {
                        return;
                    }
                    at = line;
                }
                // No sheet of ours is wider; a hostile one does not make us reserve millions of cells.
                let column = column as usize;
                if column < 500 {
                    row.resize(row.len().max(column + 1), String::new());
                    row[column] = cell_text(cell.get_value());
                }
            }
            Ok(None) => break,
            Err(fault) => {
                let _ = rows.send(broken(u64::from(at) + 1, fault.to_string()));
                break;
            }
        }
    }
    let _ = rows.send(Ok((u64::from(at) + 1, row)));
}

fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(stamp) => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => Data::from(other.clone()).to_string(),
    }
}
