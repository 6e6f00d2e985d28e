using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Fid;

/// <summary>An architecture of classifiers.</summary>
/// <param name="Name">"resnet20"</param>
/// <param name="Create">Builds it for images (C, H, W), classes and an input scaling; its weights are undefined.</param>
public sealed record ClassifierKind(string Name, Func<Device, Shape, int, InputScaling, ClassifierNetwork> Create)
{
    const string LeNetBody = "body.", FirstStage = "layer1.", FourthStage = "layer4.";

    public static IReadOnlyList<ClassifierKind> All { get; } =
    [
        new("lenet", (device, image, classes, scaling) => new LeNet(device, image, classes, scaling)),
        .. new[] { 20, 32, 44, 56, 110 }.Select(depth => new ClassifierKind($"resnet{depth}", (device, image, classes, scaling) => ResNet.OfDepth(depth, device, image, classes, scaling))),
        new("resnet18", (device, image, classes, scaling) => ResNet.Of18(device, image, classes, scaling)),
    ];

    /// <exception cref="ArgumentException">There is no network of that name.</exception>
    public static ClassifierKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"Expected a network of {string.Join(", ", All.Select(kind => kind.Name))}; found '{name}'.");

    /// <summary>The default for images of a shape: LeNet if they have one channel, otherwise ResNet-20.</summary>
    public static ClassifierKind For(in Shape image) => Of(image[0] == 1 ? "lenet" : "resnet20");

    /// <summary>The network of a file, found by the names of its arrays: by layers, stages and the number of blocks.</summary>
    /// <returns>null if they are those of no network</returns>
    public static ClassifierKind? Of(ArrayFile file)
    {
        if (file.Arrays.Keys.Any(name => name.StartsWith(LeNetBody, StringComparison.Ordinal))) return Of("lenet");
        if (file.Arrays.Keys.Any(name => name.StartsWith(FourthStage, StringComparison.Ordinal))) return Of("resnet18");
        var blocks = file.Arrays.Keys.Where(name => name.StartsWith(FirstStage, StringComparison.Ordinal)).Select(name => name[FirstStage.Length..].Split('.')[0]).Distinct().Count();
        return blocks == 0 ? null : All.FirstOrDefault(kind => kind.Name == $"resnet{6 * blocks + 2}");
    }

    public override string ToString() => Name;
}
