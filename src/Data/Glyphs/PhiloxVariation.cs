namespace SparseGen.Data;

/// <summary>Random numbers that are uniform in an interval.</summary>
static class PhiloxVariation
{
    /// <summary>Uniform in [−amount, amount).</summary>
    public static float Vary(this ref PhiloxSequence random, float amount) => (2 * random.NextSingle() - 1) * amount;

    /// <summary>Uniform in [low, high).</summary>
    public static float Between(this ref PhiloxSequence random, float low, float high) => low + (high - low) * random.NextSingle();
}
