namespace Countersign.Domain.Indicators;

/// <summary>Mean and population variance of the last n values, amortised O(1) a value.</summary>
/// <remarks>
/// Sums are of distances from an anchor near the prices: the textbook form (sum of squares minus square of sum) would lose all
/// digits where prices are large against their spread. Anchor and sums are taken afresh each time the ring is full, and at
/// once when a large move has left the window and its rounding would show.
/// </remarks>
internal sealed class RollingMoments(int length)
{
    private const double VisibleCancellation = 1e-6;

    private readonly double[] ring = new double[length];
    private int cursor;
    private bool full;
    private bool started;
    private double anchor;
    private double sum;
    private double squares;
    private double largestSquares;

    public bool IsFull => full;

    public double Mean => anchor + (sum / ring.Length);

    public double Variance => Math.Max(0.0, SquaresAboutMean / ring.Length);

    private double SquaresAboutMean => squares - (sum * sum / ring.Length);

    public void Push(double value)
    {
        if (!started)
        {
            started = true;
            anchor = value;
        }

        if (full)
        {
            var gone = ring[cursor] - anchor;
            sum -= gone;
            squares -= gone * gone;
        }

        var added = value - anchor;
        sum += added;
        squares += added * added;
        largestSquares = Math.Max(largestSquares, squares);
        ring[cursor] = value;
        cursor++;
        if (cursor == ring.Length)
        {
            cursor = 0;
            full = true;
            Refresh();
        }
        else if (full && SquaresAboutMean < VisibleCancellation * largestSquares)
        {
            Refresh();
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(cursor);
        writer.Add(full ? 1 : 0);
        writer.Add(started ? 1 : 0);
        writer.Add(anchor);
        writer.Add(sum);
        writer.Add(squares);
        writer.Add(largestSquares);
        writer.Add(ring);
    }

    public void Read(StateReader reader)
    {
        cursor = reader.NextInt();
        full = reader.NextInt() == 1;
        started = reader.NextInt() == 1;
        anchor = reader.Next();
        sum = reader.Next();
        squares = reader.Next();
        largestSquares = reader.Next();
        reader.Next(ring);
    }

    private void Refresh()
    {
        var distances = 0.0;
        foreach (var value in ring)
        {
            distances += value - anchor;
        }

        anchor += distances / ring.Length;
        sum = 0.0;
        squares = 0.0;
        foreach (var value in ring)
        {
            var distance = value - anchor;
            sum += distance;
            squares += distance * distance;
        }

        largestSquares = squares;
    }
}
