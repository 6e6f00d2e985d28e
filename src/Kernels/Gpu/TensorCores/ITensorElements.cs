namespace SparseGen.Kernels.Gpu;

/// <summary>
/// Elements that tensor cores multiply. The operands of a product are words of 32 bits, which hold the factors of one term (TF32) or of two
/// (BFloat16).
/// </summary>
interface ITensorElements : IElements
{
    /// <summary>Factors of a word: 1 or 2.</summary>
    static abstract int FactorsOfWord { get; }

    /// <summary>Four consecutive words, 16 aligned bytes, before <see cref="RoundFactors"/>.</summary>
    Float4 LoadWords(int i);

    /// <summary>Four neighbouring columns of the source channels of a word, before <see cref="Arrange"/>.</summary>
    /// <param name="at">the first channel's columns, in fours of elements; zeros if negative</param>
    /// <param name="plane">fours of elements of a channel</param>
    /// <param name="end">fours of elements of all channels; those past it are zeros</param>
    Float4 LoadColumns(int at, int plane, int end);

    /// <summary>The words of four columns.</summary>
    static abstract Float4 Arrange(Float4 columns);

    /// <summary>Words whose factors have the format that is multiplied.</summary>
    static abstract Float4 RoundFactors(Float4 words);

    /// <summary>
    /// Adds a product of 16 rows, 8 columns and the terms of 8 words to one lane's part of the sums. With g = lane / 4 and t = lane mod 4, the lane
    /// passes the words (row g, word t), (g + 8, t), (g, t + 4), (g + 8, t + 4) of the left operand and (t, column g), (t + 4, g) of the right one,
    /// and has the sums (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1).
    /// </summary>
    static abstract void Multiply(ref Float4 sums, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1);
}
