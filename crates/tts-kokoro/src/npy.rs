//! Arrays as numpy writes them: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>

/// The longest header that is read; numpy writes 128 bytes.
const MOST_HEADER: usize = 4096;

/// Reads an array of little-endian 32-bit floats with its shape; anything else is told by a reason.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<usize>, Vec<f32>), &'static str> {
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or("it is no numpy array")?;
    let (version, rest) = rest.split_at_checked(2).ok_or("it is cut off")?;
    let width = if version.first() == Some(&1) { 2 } else { 4 };
    let (length, rest) = rest.split_at_checked(width).ok_or("it is cut off")?;
    let length = length.iter().rev().fold(0_usize, |all, byte| (all << 8) | usize::from(*byte));
    if length > MOST_HEADER {
        return Err("its header is too long");
    }
    let (header, data) = rest.split_at_checked(length).ok_or("it is cut off")?;
    let header = str::from_utf8(header).map_err(|_odd| "its header is no text")?;
    if !matches!(value(header, "descr"), Some("'<f4'")) {
        return Err("it does not hold 32-bit floats");
    }
    if value(header, "fortran_order") != Some("False") {
        return Err("its columns come first");
    }
    let shape = shape(header).ok_or("its shape cannot be read")?;
    let count = shape.iter().try_fold(1_usize, |all, length| all.checked_mul(*length));
    let values = floats(data);
    if count != Some(values.len()) || data.len() % 4 != 0 {
        return Err("its length is not that of its shape");
    }
    Ok((shape, values))
}

/// Reads little-endian 32-bit floats; bytes that are too few for one are left out.
pub(crate) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

/// The value of a key in the header, which is a Python dictionary of plain values.
fn value<'h>(header: &'h str, key: &str) -> Option<&'h str> {
    let after = header.split_once(&format!("'{key}':"))?.1.trim_start();
    Some(after.split([',', '}']).next()?.trim())
}

fn shape(header: &str) -> Option<Vec<usize>> {
    let after = header.split_once("'shape':")?.1.trim_start().strip_prefix('(')?;
    let inside = after.split_once(')')?.0;
    inside.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn floats_are_read_with_their_shape() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }      \n";
        let data: Vec<u8> = [1.5_f32, -2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(read(&array(header, &data)), Ok((vec![2, 1], vec![1.5, -2.0])));
        let mut second = array(header, &data);
        second[6] = 2;
        second.splice(10..10, [0, 0]);
        assert_eq!(read(&second), Ok((vec![2, 1], vec![1.5, -2.0])));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
        for (header, data) in [
            (good, &[0_u8; 8][..]),
            (good, &[0; 5]),
            (good, &[]),
            ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", &[0; 8]),
            ("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", &[0; 4]),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", &[0; 4]),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", &[0; 4]),
            ("{}", &[0; 4]),
            ("", &[]),
        ] {
            assert!(read(&array(header, data)).is_err(), "{header} with {} bytes", data.len());
        }
        assert!(read(b"").is_err() && read(b"\x93NUMPY").is_err() && read(b"PK\x03\x04").is_err());
    }
}
