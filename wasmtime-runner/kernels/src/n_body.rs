//! The sun and the four large planets, as of the Computer Language Benchmarks Game.

use core::f64::consts::PI;

use crate::random::Random;

const SOLAR_MASS: f64 = 4.0 * PI * PI;
const DAYS: f64 = 365.24;

#[derive(Clone, Copy)]
struct Body {
    position: [f64; 3],
    velocity: [f64; 3],
    mass: f64,
}

/// Positions in astronomical units, velocities in those a year, masses in suns:
/// Jupiter, Saturn, Uranus and Neptune.
const PLANETS: [([f64; 3], [f64; 3], f64); 4] = [
    (
        [4.841_431_442_464_721, -1.160_320_044_027_428_4, -0.103_622_044_471_123_11],
        [0.001_660_076_642_744_037 * DAYS, 0.007_699_011_184_197_404 * DAYS, -0.000_069_046_001_697_206_3 * DAYS],
        0.000_954_791_938_424_326_6,
    ),
    (
        [8.343_366_718_244_58, 4.124_798_564_124_305, -0.403_523_417_114_321_4],
        [-0.002_767_425_107_268_624 * DAYS, 0.004_998_528_012_349_172 * DAYS, 0.000_023_041_729_757_376_393 * DAYS],
        0.000_285_885_980_666_130_8,
    ),
    (
        [12.894_369_562_139_13, -15.111_151_401_698_631, -0.223_307_578_892_655_73],
        [0.002_964_601_375_647_616 * DAYS, 0.002_378_471_739_594_809_5 * DAYS, -0.000_029_658_956_854_023_756 * DAYS],
        0.000_043_662_440_433_515_63,
    ),
    (
        [15.379_697_114_850_917, -25.919_314_609_987_964, 0.179_258_772_950_371_18],
        [0.002_680_677_724_903_893 * DAYS, 0.001_628_241_700_382_423 * DAYS, -0.000_095_159_225_451_971_59 * DAYS],
        0.000_051_513_890_204_661_145,
    ),
];

pub struct System([Body; 5]);

impl System {
    /// The planets, each moved by up to a thousandth of its distance.
    pub fn new(random: &mut Random) -> Self {
        Self::at([(); 4].map(|()| 1.0 + random.fraction() / 1000.0))
    }

    /// The planets at these parts of their distances.
    fn at(parts: [f64; 4]) -> Self {
        let mut bodies = [Body { position: [0.0; 3], velocity: [0.0; 3], mass: SOLAR_MASS }; 5];
        for ((body, (position, velocity, mass)), part) in bodies[1..].iter_mut().zip(PLANETS).zip(parts) {
            *body = Body { position: position.map(|x| x * part), velocity, mass: mass * SOLAR_MASS };
        }
        // The system as a whole is to stay where it is.
        for axis in 0..3 {
            let momentum: f64 = bodies.iter().map(|body| body.velocity[axis] * body.mass).sum();
            bodies[0].velocity[axis] = -momentum / SOLAR_MASS;
        }
        Self(bodies)
    }

    pub fn advance(&mut self, years: f64) {
        let bodies = &mut self.0;
        for first in 0..bodies.len() {
            let (before, after) = bodies.split_at_mut(first + 1);
            let one = &mut before[first];
            for other in after {
                let apart: [f64; 3] = core::array::from_fn(|axis| one.position[axis] - other.position[axis]);
                let square = apart.iter().map(|x| x * x).sum::<f64>();
                let magnitude = years / (square * square.sqrt());
                for (axis, apart) in apart.into_iter().enumerate() {
                    one.velocity[axis] -= apart * other.mass * magnitude;
                    other.velocity[axis] += apart * one.mass * magnitude;
                }
            }
        }
        for body in bodies {
            for axis in 0..3 {
                body.position[axis] += body.velocity[axis] * years;
            }
        }
    }

    pub fn energy(&self) -> f64 {
        let mut energy = 0.0;
        for (index, one) in self.0.iter().enumerate() {
            energy += 0.5 * one.mass * one.velocity.iter().map(|v| v * v).sum::<f64>();
            for other in &self.0[index + 1..] {
                let square: f64 = (0..3).map(|axis| (one.position[axis] - other.position[axis]).powi(2)).sum();
                energy -= one.mass * other.mass / square.sqrt();
            }
        }
        energy
    }
}

#[cfg(test)]
mod tests {
    use super::System;

    /// What the Benchmarks Game has for 1,000 steps.
    #[test]
    fn energy_is_as_it_was_published_before_and_after() {
        let mut system = System::at([1.0; 4]);
        assert_eq!(format!("{:.9}", system.energy()), "-0.169075164");
        for _ in 0..1000 {
            system.advance(0.01);
        }
        assert_eq!(format!("{:.9}", system.energy()), "-0.169087605");
    }
}
