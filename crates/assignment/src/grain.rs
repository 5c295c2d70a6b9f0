//! Sums of needs are multiples of their greatest common divisor: what an agent has beyond the last multiple
//! is of no use to anybody.

/// Makes each grain the greatest common divisor of itself and the need. Zero is that of no needs.
pub(crate) fn widen(grains: &mut [i64], needs: &[i64]) {
    for (grain, &need) in grains.iter_mut().zip(needs) {
        let (mut a, mut b) = (*grain, need);
        while b != 0 && a != 1 {
            (a, b) = (b, a % b);
        }
        *grain = a;
    }
}

/// Lowers each capacity to the last multiple of its grain; grains are repeated as often as necessary.
pub(crate) fn lower(capacities: &mut [i64], grains: &[i64]) {
    for (capacity, &grain) in capacities.iter_mut().zip(grains.iter().cycle()) {
        if grain > 1 {
            *capacity -= *capacity % grain;
        }
    }
}
