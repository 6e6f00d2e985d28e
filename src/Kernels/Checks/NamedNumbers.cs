namespace SparseGen.Kernels.Checks;

/// <summary>
/// Test inputs as a pure function of a name and an index, so that none have to be stored: u(name, i) =
/// (splitmix64(fnv1a64(name) + i) >> 40) / 2²⁴ in [0, 1). The golden values in the tests were computed from the same numbers.
/// </summary>
public static class NamedNumbers
{
    /// <summary>u(name, 0 … count − 1).</summary>
    public static double[] Uniform(string name, long count)
    {
        var seed = Fnv1a(name);
        var numbers = new double[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (SplitMix(seed + (ulong)i) >> 40) * (1.0 / (1 << 24));
        return numbers;
    }

    /// <summary>offset + (2u − 1)·scale, computed in double and rounded once.</summary>
    public static float[] Signed(string name, long count, double scale = 1, double offset = 0) =>
        Array.ConvertAll(Uniform(name, count), u => (float)(offset + (2 * u - 1) * scale));

    /// <summary>One byte per entry, 1 where u &lt; density.</summary>
    public static byte[] Mask(string name, long count, double density) =>
        Array.ConvertAll(Uniform(name, count), u => u < density ? (byte)1 : (byte)0);

    /// <summary>64-bit FNV-1a of the UTF-8 name.</summary>
    static ulong Fnv1a(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(name)) hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    static ulong SplitMix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
