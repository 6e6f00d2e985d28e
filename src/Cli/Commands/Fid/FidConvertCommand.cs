using System.CommandLine;
using SparseGen.Fid;

namespace SparseGen.Cli.Commands;

/// <summary>`sparsegen fid convert`</summary>
sealed class FidConvertCommand : Command, IHasExamples
{
    const string Published = "pt_inception-2015-12-05-6726825d.pth";

    readonly Argument<string> _source = new("source") { Description = $"with the names of the PyTorch port: {WeightFile.Formats}" };
    readonly Argument<string> _target = new("target") { Description = "the .safetensors that is written" };

    public FidConvertCommand(TextWriter output, TextWriter error)
        : base("convert", $"Brings published weights of the Inception network into SparseGen's file, after checking every name and shape.\n\nThe FID is defined on the weights of 2015-12-05. Their PyTorch port is published as {Published} among the releases of the project pytorch-fid; SparseGen does not contain them. Nothing in such a file is executed.")
    {
        foreach (var argument in (ReadOnlySpan<Argument>)[_source, _target]) Add(argument);
        SetAction(parsed => Convert(parsed.GetValue(_source)!, parsed.GetValue(_target)!, output, error));
    }

    public IReadOnlyList<(string Command, string Purpose)> Examples => [($"fid convert {Published} inception.safetensors", "once; then --inception inception.safetensors")];

    static void Convert(string source, string target, TextWriter output, TextWriter error)
    {
        var checksum = InceptionWeights.Convert(source, target, note => error.WriteLine($"note: {note}"));
        output.WriteLine($"{source}: SHA-256 {checksum}");
        output.WriteLine(checksum.StartsWith(InceptionWeights.PublishedChecksum, StringComparison.Ordinal)
            ? $"The checksum is that of {Published}."
            : $"The checksum does not begin with {InceptionWeights.PublishedChecksum} as that of {Published}: all names and shapes fit, but these are other weights or another file of them.");
        output.WriteLine($"{target}: written");
    }
}
