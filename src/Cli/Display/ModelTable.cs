using System.Globalization;
using SparseGen.Experiments;
using SparseGen.Kernels;

namespace SparseGen.Cli.Display;

/// <summary>The models as lines of text: sizes, architectures and the values of the paper.</summary>
static class ModelTable
{
    public static IEnumerable<string> Lines(IEnumerable<ModelKind> kinds)
    {
        yield return $"{"",-14}{"images",9}{"parameters",12}{"MACs/image",12}{"in bounds",11}  {"paper",8}{"ticket",8}";
        foreach (var kind in kinds) yield return Row(kind);
        yield return "MACs: multiply-adds of an image through both networks; in bounds: without taps in the padding. Paper: parameters, and sparsity of its winning ticket (Table 1).";
        foreach (var kind in kinds) yield return $"{kind.Name,-14}{kind.Description}";
    }

    static string Row(ModelKind kind)
    {
        using var device = Device.Host(threads: 1);
        using var model = kind.Create(device, 0, kind.Image, new Settings());
        var parameters = model.Parameters.Sum(parameter => parameter.Shape.Count);
        var work = model.WorkOfImage(kind.Image);
        var image = $"{kind.Image[0]}×{kind.Image[1]}×{kind.Image[2]}";
        return $"{kind.Name,-14}{image,9}{Millions(parameters),12}{Millions(work.Nominal / 2),12}{Millions(work.InBounds / 2),11}  {$"{kind.Paper.Parameters / 1e6:0.0} M",8}{kind.Paper.WinningSparsity,8:P1}";
    }

    static string Millions(double count) => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:F2} M");
}
