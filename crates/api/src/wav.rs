//! Bare samples, and the head of a WAV file whose length nobody knows yet.

/// The head of a mono WAV file of 16 bits: both lengths are the largest that can be written, as streams have it.
pub(crate) fn endless_head(rate_hz: u32) -> [u8; 44] {
    let mut head =
        *b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0rateperS\x02\0\x10\0data\xff\xff\xff\xff";
    let (_, tail) = head.split_at_mut(24);
    let (rate, tail) = tail.split_at_mut(4);
    rate.copy_from_slice(&rate_hz.to_le_bytes());
    let (bytes_a_second, _) = tail.split_at_mut(4);
    bytes_a_second.copy_from_slice(&(rate_hz * 2).to_le_bytes());
    head
}

/// Writes samples as bytes, little endian.
pub(crate) fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_what_follows() {
        let head = endless_head(24_000);
        assert_eq!(&head[..4], b"RIFF");
        assert_eq!(&head[20..24], &[1, 0, 1, 0], "PCM, one channel");
        assert_eq!(&head[24..28], &24_000_u32.to_le_bytes());
        assert_eq!(&head[28..32], &48_000_u32.to_le_bytes());
        assert_eq!(&head[36..], b"data\xff\xff\xff\xff");
        assert_eq!(bytes(&[1, -2]), [1, 0, 0xFE, 0xFF]);
    }
}
