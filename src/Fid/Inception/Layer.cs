using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>What a layer does to (C, H, W, N), without the weights that it needs.</summary>
abstract record Layer
{
    /// <summary>The shape that comes out for an input of shape x.</summary>
    public abstract Shape Output(in Shape x);

    /// <summary>The convolutions inside, from input to output.</summary>
    public virtual IEnumerable<Convolve> Convolutions => [];
}

/// <summary>A convolution without bias, batch normalisation with ε = 0.001, and ReLU.</summary>
/// <param name="Name">"Mixed_5b.branch1x1"</param>
/// <param name="In">input channels</param><param name="Out">output channels</param>
sealed record Convolve(string Name, int In, int Out, (int Height, int Width) Kernel, (int Height, int Width) Stride, (int Height, int Width) Padding) : Layer
{
    /// <summary>(out, in, kh, kw)</summary>
    public Shape Weight => new(Out, In, Kernel.Height, Kernel.Width);

    public override IEnumerable<Convolve> Convolutions => [this];

    public override Shape Output(in Shape x) => Geometry(x).Output;

    public ConvolutionShape Geometry(in Shape x) => ConvolutionShape.Convolution(x, Weight, Stride, Padding);
}

/// <summary>3×3 pooling.</summary>
sealed record Pool(bool Largest, int Stride, int Padding) : Layer
{
    public override Shape Output(in Shape x) => Geometry(x).Output;

    public PoolShape Geometry(in Shape x) => new(x, (3, 3), (Stride, Stride), (Padding, Padding));
}

/// <summary>One layer after the other.</summary>
sealed record Chain(params Layer[] Layers) : Layer
{
    public override IEnumerable<Convolve> Convolutions => Layers.SelectMany(layer => layer.Convolutions);

    public override Shape Output(in Shape x)
    {
        var shape = x;
        foreach (var layer in Layers) shape = layer.Output(shape);
        return shape;
    }
}

/// <summary>Layers side by side on one input, their output channels one after another.</summary>
sealed record Branches(params Layer[] Layers) : Layer
{
    public override IEnumerable<Convolve> Convolutions => Layers.SelectMany(layer => layer.Convolutions);

    public override Shape Output(in Shape x)
    {
        var shape = Layers[0].Output(x);
        var channels = 0;
        foreach (var layer in Layers) channels += layer.Output(x)[0];
        return shape.With(0, channels);
    }
}
