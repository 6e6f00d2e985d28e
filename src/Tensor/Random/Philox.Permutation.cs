namespace SparseGen;

public static partial class Philox
{
    /// <summary>A random permutation of 0 … n − 1.</summary>
    public static int[] Permutation(in RandomStream stream, int n)
    {
        var order = new int[n];
        Permutation(stream, order);
        return order;
    }

    /// <summary>Writes a random permutation of 0 … n − 1, where n is the length of the span (Durstenfeld 1964).</summary>
    public static void Permutation(in RandomStream stream, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var random = new PhiloxSequence(stream);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
