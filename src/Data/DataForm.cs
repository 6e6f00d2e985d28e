namespace SparseGen.Data;

/// <summary>A form in which a data set is published or packed.</summary>
/// <param name="Name">"binary files"</param>
/// <param name="Text">what its files are called, for people</param>
/// <param name="Folders">of the data folder that they are looked for in, beside the data folder itself</param>
/// <param name="Files">all that are needed, each by the names it may have, with or without .gz, or folders; the first tells that the form is there</param>
/// <param name="Load">from the folder that holds them</param>
sealed record DataForm(string Name, string Text, string[] Folders, string[][] Files, Func<string, PictureSets, DataSet> Load)
{
    /// <summary>"data_batch_1.bin[.gz]", or the name of a folder.</summary>
    public string FirstFile => Files[0][0] == CelebA.Images ? CelebA.Images : $"{Files[0][0]}[.gz]";

    public bool IsIn(string folder) => Has(folder, Files[0]);

    /// <summary>What the folder lacks.</summary>
    public IEnumerable<string> MissingFrom(string folder) => Files.Where(names => !Has(folder, names)).Select(names => names[0]);

    static bool Has(string folder, string[] names) =>
        SourceFile.Find(folder, names) is not null || names.Any(name => Directory.Exists(Path.Combine(folder, name)));
}
