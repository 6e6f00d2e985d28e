namespace SparseGen.Data;

/// <summary>One of the forms in which the files of a data set are distributed.</summary>
/// <param name="Name">"binary files"</param>
/// <param name="Text">the names of the files, as text for the user</param>
/// <param name="Folders">subfolders of the data folder that are searched before the data folder itself</param>
/// <param name="Files">the required files or folders, each with its alternative names; files may end in .gz. The form is present if the first of them exists.</param>
/// <param name="Load">reads the set from the folder that holds the files</param>
sealed record DataForm(string Name, string Text, string[] Folders, string[][] Files, Func<string, PictureSets, DataSet> Load)
{
    /// <summary>"data_batch_1.bin[.gz]", or the name of a folder.</summary>
    public string FirstFile => Files[0][0] == CelebA.Images ? CelebA.Images : $"{Files[0][0]}[.gz]";

    public bool IsIn(string folder) => Has(folder, Files[0]);

    /// <summary>The required files that the folder does not contain, each by the first of its names.</summary>
    public IEnumerable<string> MissingFrom(string folder) => Files.Where(names => !Has(folder, names)).Select(names => names[0]);

    static bool Has(string folder, string[] names) =>
        SourceFile.Find(folder, names) is not null || names.Any(name => Directory.Exists(Path.Combine(folder, name)));
}
