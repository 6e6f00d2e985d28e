using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>Where experiments find data sets by name: built in, or in a folder.</summary>
/// <param name="folder">with a folder for each data set, or null if none was given</param>
public sealed class DataSource(string? folder)
{
    /// <summary>The built-in images are the same in every run.</summary>
    const ulong GlyphsSeed = 1;

    const int GlyphsTrain = 10_000, GlyphsTest = 2_048;
    const int SmokeTrain = 256, SmokeTest = 64;

    readonly Dictionary<string, DataSet> _loaded = [];

    /// <summary>What <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("glyphs", "built in: ten classes of drawn strokes, 28×28 grey"),
        ("glyphs-color", "built in: the same, 32×32 in colour"),
    ];

    /// <summary>The built-in data set for images of this shape.</summary>
    public static string BuiltIn(in Shape image) => image[0] == 1 ? "glyphs" : "glyphs-color";

    /// <exception cref="RunException">There is no such data set, or no data folder.</exception>
    public DataSet Load(string name, Scale scale)
    {
        if (_loaded.TryGetValue(name, out var data)) return data;
        data = name switch
        {
            "glyphs" => Glyphs(scale, color: false),
            "glyphs-color" => Glyphs(scale, color: true),
            _ => throw new RunException($"There is no data set '{name}'."),
        };
        _loaded.Add(name, data);
        return data;
    }

    public string? Folder { get; } = folder;

    static DataSet Glyphs(Scale scale, bool color) => scale == Scale.Smoke
        ? Data.Glyphs.Split(SmokeTrain, SmokeTest, GlyphsSeed, color)
        : Data.Glyphs.Split(GlyphsTrain, GlyphsTest, GlyphsSeed, color);
}
