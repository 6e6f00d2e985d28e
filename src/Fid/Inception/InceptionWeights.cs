using System.Security.Cryptography;

namespace SparseGen.Fid;

/// <summary>Brings published Inception weights into one file of safetensors in Float32.</summary>
public static class InceptionWeights
{
    /// <summary>The first digits of the published checkpoint's SHA-256, which its name carries: pt_inception-2015-12-05-6726825d.pth.</summary>
    public const string PublishedChecksum = "6726825d";

    const string BiasName = "fc.bias";

    /// <summary>Reads weights, checks every name and shape, and writes them.</summary>
    /// <returns>the SHA-256 of the source</returns>
    /// <exception cref="FileFormatException">The source is damaged, or an array is missing, has another shape, or holds NaN or infinities.</exception>
    public static string Convert(string source, string target)
    {
        var file = WeightFile.Read(source);
        var arrays = new List<KeyValuePair<string, NDArray>>();
        foreach (var (name, shape) in InceptionNetwork.Arrays) arrays.Add(new(name, Single(file, name, shape)));
        if (file.Arrays.ContainsKey(BiasName)) arrays.Add(new(BiasName, Single(file, BiasName, new Shape(InceptionArchitecture.Classes))));
        var checksum = Checksum(source);
        Safetensors.Write(target, arrays, new Dictionary<string, string> { ["network"] = "FID InceptionV3 2015-12-05", ["source_sha256"] = checksum });
        return checksum;
    }

    static NDArray Single(ArrayFile file, string name, in Shape shape)
    {
        var values = file.Get(name, shape).ToSingle();
        return Array.TrueForAll(values, float.IsFinite)
            ? NDArray.Of<float>(shape, values)
            : throw new FileFormatException(file.Path, $"expected '{name}' to hold finite numbers, found NaN or infinities");
    }

    static string Checksum(string path)
    {
        using var stream = File.OpenRead(path);
        return System.Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
