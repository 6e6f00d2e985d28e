namespace SparseGen.Training;

/// <summary>A factor on the learning rate of every optimizer, as a function of the step; the rates that the optimizers were made with are multiplied by it.</summary>
public abstract record LearningRateSchedule
{
    /// <summary>The factor of the update that follows <paramref name="step"/> updates.</summary>
    /// <param name="step">updates made before, counted from 0</param>
    public abstract double Factor(Step step);

    /// <summary>A linear rise from 0 to 1 over a part of the steps, then a fall to 0 along half a cosine (Loshchilov and Hutter 2017, eq. 5, without restarts).</summary>
    /// <param name="steps">T, of the whole training</param>
    /// <param name="warmup">w, the fraction of the steps that rise, in [0, 1)</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in [0, 1).</exception>
    public static LearningRateSchedule Cosine(Step steps, double warmup = 0) => warmup is >= 0 and < 1
        ? new CosineSchedule(steps, warmup)
        : throw new ArgumentOutOfRangeException(nameof(warmup), warmup, "The fraction of a warm-up is at least 0 and less than 1.");

    /// <summary>Multiplies the rate by a number at each of some steps.</summary>
    /// <param name="factor">applied once for every milestone that is reached</param>
    /// <param name="milestones">updates made before the rate changes</param>
    public static LearningRateSchedule Milestones(double factor, params Step[] milestones) => new MilestoneSchedule(factor, milestones);

    /// <summary>Taken at the middle of each step, p = (t + ½)/T: p/w before the warm-up's end, (1 + cos π(p − w)/(1 − w))/2 after it.</summary>
    sealed record CosineSchedule(Step Steps, double Warmup) : LearningRateSchedule
    {
        public override double Factor(Step step)
        {
            var passed = (step.Index + 0.5) / Steps.Index;
            return passed < Warmup ? passed / Warmup : (1 + Math.Cos(Math.PI * (passed - Warmup) / (1 - Warmup))) / 2;
        }
    }

    sealed record MilestoneSchedule(double Multiplier, IReadOnlyList<Step> Steps) : LearningRateSchedule
    {
        public override double Factor(Step step) => Math.Pow(Multiplier, Steps.Count(milestone => milestone <= step));
    }
}
