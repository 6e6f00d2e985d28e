using System.Security.Cryptography;

namespace SparseGen.Fid;

/// <summary>Converts published Inception weights to one safetensors file in Float32.</summary>
public static class InceptionWeights
{
    /// <summary>The first digits of the SHA-256 of the published checkpoint, as in its name: pt_inception-2015-12-05-6726825d.pth.</summary>
    public const string PublishedChecksum = "6726825d";

    const string BiasName = "fc.bias";

    /// <summary>Reads weights, checks every name and shape, and writes them.</summary>
    /// <param name="source">see <see cref="WeightFile"/></param>
    /// <param name="target">path of the file that is written</param>
    /// <param name="note">receives messages for the user on how the source was interpreted</param>
    /// <returns>the SHA-256 of the source</returns>
    /// <exception cref="FileFormatException">The source is damaged, or an array is missing, unknown, has another shape, or holds NaN or infinities.</exception>
    public static string Convert(string source, string target, Action<string>? note = null)
    {
        var file = WeightFile.Read(source);
        foreach (var text in file.Notes) note?.Invoke(text);
        var import = InceptionNetwork.Import(file);
        var arrays = new List<KeyValuePair<string, NDArray>>();
        foreach (var (name, shape) in InceptionNetwork.Arrays) arrays.Add(new(name, Single(name, shape)));
        if (import.Has(BiasName)) arrays.Add(new(BiasName, Single(BiasName, new Shape(InceptionArchitecture.Classes))));
        import.End("the Inception network");
        var checksum = Checksum(file.Path);
        Safetensors.Write(target, arrays, new Dictionary<string, string> { ["network"] = "FID InceptionV3 2015-12-05", ["source_sha256"] = checksum });
        return checksum;

        NDArray Single(string name, in Shape shape) => NDArray.Of<float>(shape, import.Take(name, shape).ToSingle());
    }

    static string Checksum(string path)
    {
        using var stream = File.OpenRead(path);
        return System.Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
