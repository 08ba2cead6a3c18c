//! As much of the form of protobuf as is needed to take a model apart: <https://protobuf.dev/programming-guides/encoding>

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek},
    ops::Range,
};

/// More fields than any message of a model has: a file of small fields alone would fill the memory.
const MOST_FIELDS: usize = 1 << 20;

/// A field's number and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) number: u64,
    pub(crate) holds: Holds,
    /// Where the field lies, its number included.
    pub(crate) whole: Range<u64>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A whole number.
    Number(u64),
    /// Bytes: a text, or fields again.
    Bytes(Range<u64>),
    /// Four or eight bytes.
    Fixed(Range<u64>),
}

/// Reads fields from anything that can be sought in, and never more than it holds.
#[derive(Debug)]
pub(crate) struct Fields<R> {
    source: R,
    at: u64,
    size: u64,
}

impl Fields<BufReader<File>> {
    /// Reads a file.
    pub(crate) fn of(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { source: BufReader::with_capacity(1 << 16, file), at: 0, size })
    }
}

impl<'b> Fields<io::Cursor<&'b [u8]>> {
    /// Reads bytes.
    pub(crate) fn in_bytes(bytes: &'b [u8]) -> Self {
        Self { source: io::Cursor::new(bytes), at: 0, size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) }
    }
}

impl<R: Read + Seek> Fields<R> {
    /// Returns the whole span.
    pub(crate) fn span(&self) -> Range<u64> {
        0..self.size
    }

    /// Lists the fields of a span, without reading what they hold.
    pub(crate) fn list(&mut self, span: Range<u64>) -> io::Result<Vec<Field>> {
        let mut fields = Vec::new();
        self.go(span.start)?;
        while self.at < span.end {
            let start = self.at;
            let key = self.number()?;
            if key >> 3 == 0 || fields.len() == MOST_FIELDS {
                return Err(odd());
            }
            let holds = match key & 7 {
                0 => Holds::Number(self.number()?),
                1 => Holds::Fixed(self.skip(8, span.end)?),
                5 => Holds::Fixed(self.skip(4, span.end)?),
                2 => {
                    let length = self.number()?;
                    Holds::Bytes(self.skip(length, span.end)?)
                }
                _ => return Err(odd()),
            };
            fields.push(Field { number: key >> 3, holds, whole: start..self.at });
        }
        if self.at == span.end { Ok(fields) } else { Err(odd()) }
    }

    /// Reads a span.
    pub(crate) fn read(&mut self, span: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(span.end - span.start).map_err(|_odd| odd())?;
        let mut bytes = vec![0; length];
        self.read_into(span.start, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads as much as a slice holds.
    pub(crate) fn read_into(&mut self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.go(start)?;
        self.source.read_exact(bytes)?;
        self.at += u64::try_from(bytes.len()).map_err(|_odd| odd())?;
        Ok(())
    }

    /// Reads a text that a field holds; empty when it holds none.
    pub(crate) fn text(&mut self, field: &Field) -> io::Result<String> {
        let Holds::Bytes(span) = &field.holds else { return Ok(String::new()) };
        String::from_utf8(self.read(span.clone())?).map_err(|_odd| odd())
    }

    fn skip(&mut self, length: u64, end: u64) -> io::Result<Range<u64>> {
        let start = self.at;
        let stop =
            start.checked_add(length).filter(|stop| *stop <= end && *stop <= self.size).ok_or_else(odd)?;
        self.go(stop)?;
        Ok(start..stop)
    }

    fn number(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let mut byte = [0];
            self.source.read_exact(&mut byte)?;
            self.at += 1;
            let [byte] = byte;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(odd())
    }

    fn go(&mut self, to: u64) -> io::Result<()> {
        let by = i64::try_from(to)
            .and_then(|to| i64::try_from(self.at).map(|at| to - at))
            .map_err(|_odd| odd())?;
        if by != 0 {
            self.source.seek_relative(by)?;
            self.at = to;
        }
        Ok(())
    }
}

fn odd() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is cut off or no model")
}

/// Writes a field of bytes.
pub(crate) fn bytes(into: &mut Vec<u8>, number: u64, bytes: &[u8]) {
    put(into, number << 3 | 2);
    put(into, u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    into.extend_from_slice(bytes);
}

/// Writes a field of a whole number.
pub(crate) fn number(into: &mut Vec<u8>, field: u64, number: u64) {
    put(into, field << 3);
    put(into, number);
}

fn put(into: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        into.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    into.push(u8::try_from(number).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut written = Vec::new();
        number(&mut written, 1, 300);
        bytes(&mut written, 2, b"text");
        written.extend([0x1d, 1, 2, 3, 4]);
        let mut fields = Fields::in_bytes(&written);
        let list = fields.list(fields.span()).unwrap();
        assert_eq!(list.iter().map(|field| field.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(list[0].holds, Holds::Number(300));
        assert_eq!(fields.text(&list[1]).unwrap(), "text");
        assert_eq!(list[2].whole.end, 14);
    }

    #[test]
    fn lengths_beyond_the_end_and_endless_numbers_are_refused() {
        for odd in [
            &[0x0a, 5, 1][..],
            &[0x08],
            &[0xff; 20],
            &[0x0b, 1],
            &[0, 0],
            &[0x08, 0].repeat(MOST_FIELDS + 1),
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        ] {
            let mut fields = Fields::in_bytes(odd);
            assert!(fields.list(fields.span()).is_err(), "{} bytes", odd.len());
        }
    }
}
