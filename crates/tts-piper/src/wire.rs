//! Protocol buffers, as far as the outline of an ONNX file needs them.

use std::io::{self, Cursor, Read, Seek};

/// Walks the fields of a message in a file or in memory.
#[derive(Debug)]
pub(crate) struct Walk<R> {
    input: R,
    at: u64,
}

/// A field whose content is not read yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) number: u64,
    kind: u64,
    length: u64,
}

const VARINT: u64 = 0;
const FIXED_64: u64 = 1;
const BYTES: u64 = 2;
const FIXED_32: u64 = 5;

impl Field {
    /// Tells whether it holds a text or a message.
    pub(crate) const fn has_bytes(self) -> bool {
        self.kind == BYTES
    }
}

impl<'b> Walk<Cursor<&'b [u8]>> {
    /// Walks a message in memory.
    pub(crate) const fn of(message: &'b [u8]) -> Self {
        Self { input: Cursor::new(message), at: 0 }
    }
}

impl<R: Read + Seek> Walk<R> {
    /// Walks what begins at the reader's beginning.
    pub(crate) const fn new(input: R) -> Self {
        Self { input, at: 0 }
    }

    /// Returns where a field's content ends that begins here.
    pub(crate) const fn end_of(&self, field: Field) -> u64 {
        self.at.saturating_add(field.length)
    }

    /// Returns the next field before `end`; none there.
    ///
    /// # Errors
    /// When the bytes are no message or reach beyond `end`.
    pub(crate) fn next(&mut self, end: u64) -> io::Result<Option<Field>> {
        if self.at >= end {
            return Ok(None);
        }
        let tag = self.varint()?;
        let (number, kind) = (tag >> 3, tag & 7);
        let length = match kind {
            VARINT => 0,
            FIXED_64 => 8,
            FIXED_32 => 4,
            BYTES => self.varint()?,
            _ => return Err(malformed("it has a field of an unknown kind")),
        };
        if end.checked_sub(self.at).is_none_or(|left| left < length) {
            return Err(malformed("it is cut off"));
        }
        Ok(Some(Field { number, kind, length }))
    }

    /// Passes over a field's content.
    pub(crate) fn skip(&mut self, field: Field) -> io::Result<()> {
        if field.kind == VARINT {
            self.varint()?;
            return Ok(());
        }
        let distance = i64::try_from(field.length).map_err(io::Error::other)?;
        // For a file this keeps what is buffered, for the next field is often close.
        self.input.seek_relative(distance)?;
        self.at += field.length;
        Ok(())
    }

    /// Reads a field's content: the bytes, or the number's in the order of the machine that wrote it.
    pub(crate) fn content(&mut self, field: Field) -> io::Result<Vec<u8>> {
        if field.kind == VARINT {
            return Ok(self.varint()?.to_le_bytes().to_vec());
        }
        let mut content = Vec::new();
        self.input.by_ref().take(field.length).read_to_end(&mut content)?;
        self.at += field.length;
        if u64::try_from(content.len()).ok() == Some(field.length) {
            Ok(content)
        } else {
            Err(malformed("it is cut off"))
        }
    }

    /// Writes a field as it is to `out`.
    pub(crate) fn copy(&mut self, field: Field, out: &mut Vec<u8>) -> io::Result<()> {
        put_varint(out, field.number << 3 | field.kind);
        if field.kind == VARINT {
            put_varint(out, self.varint()?);
            return Ok(());
        }
        if field.kind == BYTES {
            put_varint(out, field.length);
        }
        let copied = self.input.by_ref().take(field.length).read_to_end(out)?;
        self.at += field.length;
        if u64::try_from(copied).ok() == Some(field.length) {
            Ok(())
        } else {
            Err(malformed("it is cut off"))
        }
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let mut byte = [0];
            self.input.read_exact(&mut byte)?;
            self.at += 1;
            let [byte] = byte;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(malformed("it has a number without an end"))
    }
}

/// Reads a message in memory: each field's number and content.
///
/// # Errors
/// When it is no message.
pub(crate) fn fields(message: &[u8]) -> io::Result<Vec<(u64, Vec<u8>)>> {
    let mut walk = Walk::of(message);
    let end = u64::try_from(message.len()).map_err(io::Error::other)?;
    let mut found = Vec::new();
    while let Some(field) = walk.next(end)? {
        found.push((field.number, walk.content(field)?));
    }
    Ok(found)
}

/// Writes a field of bytes.
pub(crate) fn put_bytes(out: &mut Vec<u8>, number: u64, content: &[u8]) {
    put_varint(out, number << 3 | BYTES);
    put_length(out, content.len());
    out.extend_from_slice(content);
}

/// Writes a field that is a whole number.
pub(crate) fn put_number(out: &mut Vec<u8>, number: u64, value: u64) {
    put_varint(out, number << 3 | VARINT);
    put_varint(out, value);
}

/// Makes a field of bytes of what was written from `start` on.
pub(crate) fn enclose(out: &mut Vec<u8>, number: u64, start: usize) {
    let mut head = Vec::new();
    put_varint(&mut head, number << 3 | BYTES);
    put_length(&mut head, out.len().saturating_sub(start));
    out.splice(start..start, head);
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    put_varint(out, u64::try_from(length).unwrap_or(u64::MAX));
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.extend((value & 0x7f | 0x80).to_le_bytes().first());
        value >>= 7;
    }
    out.extend(value.to_le_bytes().first());
}

fn malformed(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut message = Vec::new();
        put_number(&mut message, 1, 300);
        put_bytes(&mut message, 16, b"text");
        let start = message.len();
        put_number(&mut message, 2, 1 << 63);
        enclose(&mut message, 7, start);
        let found = fields(&message).unwrap();
        assert_eq!(found[0], (1, 300_u64.to_le_bytes().to_vec()));
        assert_eq!(found[1], (16, b"text".to_vec()));
        assert_eq!(fields(&found[2].1).unwrap(), [(2, (1_u64 << 63).to_le_bytes().to_vec())]);
    }

    #[test]
    fn fields_are_passed_over_or_copied_as_they_are() {
        // A varint, eight bytes, four bytes, a text.
        let mut message = vec![0x08, 0xac, 0x02, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 1, 2, 3, 4];
        put_bytes(&mut message, 4, b"text");
        let end = u64::try_from(message.len()).unwrap();
        let (mut walk, mut copy) = (Walk::of(&message), Vec::new());
        while let Some(field) = walk.next(end).unwrap() {
            walk.copy(field, &mut copy).unwrap();
        }
        assert_eq!(copy, message);
        let (mut walk, mut passed) = (Walk::of(&message), Vec::new());
        while let Some(field) = walk.next(end).unwrap() {
            walk.skip(field).unwrap();
            passed.push((field.number, field.has_bytes()));
        }
        assert_eq!(passed, [(1, false), (2, false), (3, false), (4, true)]);
    }

    #[test]
    fn what_is_cut_off_or_endless_is_refused() {
        let mut message = Vec::new();
        put_bytes(&mut message, 3, b"a longer text");
        for length in 1..message.len() {
            assert!(fields(&message[..length]).is_err(), "{length} bytes");
        }
        assert!(fields(&[0xff; 20]).is_err());
        assert!(fields(&[0x0b]).is_err(), "groups are not in ONNX files");
        assert!(fields(&[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]).is_err());
    }
}
