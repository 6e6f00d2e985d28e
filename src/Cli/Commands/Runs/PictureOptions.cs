using System.CommandLine;
using SparseGen.Data;

namespace SparseGen.Cli.Commands;

/// <summary>The options of commands that load data sets of picture files.</summary>
/// <param name="error">receives the progress of decoding</param>
sealed class PictureOptions(TextWriter error)
{
    readonly Option<bool> _skip = new("--skip-bad-images") { Description = "leaves out pictures that are missing or broken, instead of refusing the data set" };

    public void AddTo(Command command) => command.Add(_skip);

    public PictureSets Read(ParseResult parsed) => new() { SkipBadImages = parsed.GetValue(_skip), Note = error.WriteLine };
}
