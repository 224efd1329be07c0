//! Decimals as people write them.

use super::digits::Digits;

/// The longest number that is read or written in digits: the work grows with the square.
const LONGEST: usize = 4_096;

/// With `scale` digits after the point; beyond 4,096 bytes in hexadecimal, and with zeros in excess
/// as an exponent.
pub(super) fn write(digits: &Digits, scale: i64) -> String {
    if digits.as_bytes().len() > LONGEST {
        let hex: String = digits.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        return format!("0x{hex}e{}", -scale);
    }
    let sign = if digits.is_negative() { "-" } else { "" };
    let number = match digits.value() {
        Some(value) => value.unsigned_abs().to_string(),
        None => decimal(magnitude(digits.as_bytes(), digits.is_negative())),
    };
    match usize::try_from(scale) {
        Ok(0) => format!("{sign}{number}"),
        Ok(scale) if scale <= LONGEST => {
            let number = format!("{number:0>width$}", width = scale + 1);
            let (whole, fraction) = number.split_at(number.len() - scale);
            format!("{sign}{whole}.{fraction}")
        }
        _ => format!("{sign}{number}e{}", -scale),
    }
}

/// The integer behind `-12.5` with `scale` digits after the point; `None` for any other text.
pub(super) fn read(text: &str, scale: usize) -> Option<Digits> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (negative, whole) = match whole.strip_prefix('-') {
        Some(whole) => (true, whole),
        None => (false, whole.strip_prefix('+').unwrap_or(whole)),
    };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = fraction.len() <= scale && whole.len() + scale <= LONGEST;
    if whole.is_empty() || !plain(whole) || !plain(fraction) || !fits {
        return None;
    }
    let mut limbs = vec![0_u32];
    let zeros = std::iter::repeat_n(b'0', scale - fraction.len());
    for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
        let mut carry = u64::from(digit - b'0');
        for limb in &mut limbs {
            carry += u64::from(*limb) * 10;
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
    }
    // One more for the sign.
    limbs.push(0);
    if negative {
        negate(&mut limbs);
    }
    let bytes: Vec<u8> = limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
    Some(Digits::new(&bytes).shortest())
}

/// The absolute value, 32 bits at a time, the lowest first.
fn magnitude(bytes: &[u8], negative: bool) -> Vec<u32> {
    let mut limbs: Vec<u32> = (bytes.rchunks(4))
        .map(|chunk| {
            let mut wide = [if negative { 0xff } else { 0 }; 4];
            wide[4 - chunk.len()..].copy_from_slice(chunk);
            u32::from_be_bytes(wide)
        })
        .collect();
    if negative {
        negate(&mut limbs);
    }
    limbs
}

fn negate(limbs: &mut [u32]) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).overflowing_add(u32::from(carry));
    }
}

/// Nine digits at a time.
fn decimal(mut limbs: Vec<u32>) -> String {
    const NINE: u64 = 1_000_000_000;
    let mut groups = Vec::new();
    while limbs.last().is_some() {
        let mut rest = 0;
        for limb in limbs.iter_mut().rev() {
            let value = rest << 32 | u64::from(*limb);
            (*limb, rest) = ((value / NINE) as u32, value % NINE);
        }
        groups.push(rest);
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
    }
    let first = groups.pop().unwrap_or(0).to_string();
    groups.iter().rev().fold(first, |text, group| text + &format!("{group:09}"))
}
