namespace SparseGen.Kernels;

/// <summary>
/// The geometry of pooling: x is (C, H, W, N), y is (C, Hout, Wout, N), and the window of y[c,i,j,n] consists of the pixels
/// (i·sh−ph+u, j·sw−pw+v) of x[c,·,·,n], 0 ≤ u &lt; Kh and 0 ≤ v &lt; Kw, that lie inside the image. It has at least one pixel.
/// </summary>
public readonly record struct PoolShape
{
    /// <param name="x">(C, H, W, N)</param>
    /// <param name="kernel">(Kh, Kw)</param>
    /// <param name="stride">(sh, sw)</param>
    /// <param name="padding">(ph, pw), smaller than the kernel</param>
    /// <exception cref="ArgumentException">x is not (C, H, W, N), the window exceeds the padded image, or a stride or padding is out of range.</exception>
    public PoolShape(in Shape x, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) padding = default)
    {
        if (x.Rank != 4) throw new ArgumentException($"Pooling takes (C, H, W, N), not {x}.");
        if (kernel.Height < 1 || kernel.Width < 1) throw new ArgumentException($"A window {kernel} must be at least 1×1.");
        if (stride.Height < 1 || stride.Width < 1) throw new ArgumentException($"Stride {stride} must be at least 1.");
        if (padding.Height < 0 || padding.Width < 0 || padding.Height >= kernel.Height || padding.Width >= kernel.Width)
            throw new ArgumentException($"Padding {padding} must be at least 0 and smaller than the window {kernel}: every window sees a pixel.");
        var height = x[1] + 2 * padding.Height - kernel.Height;
        var width = x[2] + 2 * padding.Width - kernel.Width;
        if (height < 0 || width < 0 || x[1] == 0 || x[2] == 0)
            throw new ArgumentException($"Pooling of {x}: the window {kernel} is larger than the image with padding {padding}.");
        Input = x;
        Output = new Shape(x[0], height / stride.Height + 1, width / stride.Width + 1, x[3]);
        (KernelHeight, KernelWidth) = kernel;
        (StrideHeight, StrideWidth) = stride;
        (PadHeight, PadWidth) = padding;
    }

    /// <summary>(C, H, W, N)</summary>
    public Shape Input { get; }

    /// <summary>(C, Hout, Wout, N)</summary>
    public Shape Output { get; }

    public int KernelHeight { get; }
    public int KernelWidth { get; }
    public int StrideHeight { get; }
    public int StrideWidth { get; }
    public int PadHeight { get; }
    public int PadWidth { get; }

    /// <summary>The rows of x, [first, end), in the window of output row i.</summary>
    public (int First, int End) Rows(int i) => Inside(i * StrideHeight - PadHeight, KernelHeight, Input[1]);

    /// <summary>The columns of x, [first, end), in the window of output column j.</summary>
    public (int First, int End) Columns(int j) => Inside(j * StrideWidth - PadWidth, KernelWidth, Input[2]);

    static (int First, int End) Inside(int start, int kernel, int size) => (Math.Max(0, start), Math.Min(size, start + kernel));
}
