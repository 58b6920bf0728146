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

    private readonly double[] _ring = new double[length];
    private int _cursor;
    private bool _full;
    private bool _started;
    private double _anchor;
    private double _sum;
    private double _squares;
    private double _largestSquares;

    public bool IsFull => _full;

    public double Mean => _anchor + (_sum / _ring.Length);

    public double Variance => Math.Max(0.0, SquaresAboutMean / _ring.Length);

    private double SquaresAboutMean => _squares - (_sum * _sum / _ring.Length);

    public void Push(double value)
    {
        if (!_started)
        {
            _started = true;
            _anchor = value;
        }

        if (_full)
        {
            var gone = _ring[_cursor] - _anchor;
            _sum -= gone;
            _squares -= gone * gone;
        }

        var added = value - _anchor;
        _sum += added;
        _squares += added * added;
        _largestSquares = Math.Max(_largestSquares, _squares);
        _ring[_cursor] = value;
        _cursor++;
        if (_cursor == _ring.Length)
        {
            _cursor = 0;
            _full = true;
            Refresh();
        }
        else if (_full && SquaresAboutMean < VisibleCancellation * _largestSquares)
        {
            Refresh();
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(_cursor);
        writer.Add(_full ? 1 : 0);
        writer.Add(_started ? 1 : 0);
        writer.Add(_anchor);
        writer.Add(_sum);
        writer.Add(_squares);
        writer.Add(_largestSquares);
        writer.Add(_ring);
    }

    public void Read(StateReader reader)
    {
        _cursor = reader.NextInt();
        _full = reader.NextInt() == 1;
        _started = reader.NextInt() == 1;
        _anchor = reader.Next();
        _sum = reader.Next();
        _squares = reader.Next();
        _largestSquares = reader.Next();
        reader.Next(_ring);
    }

    private void Refresh()
    {
        var distances = 0.0;
        foreach (var value in _ring)
        {
            distances += value - _anchor;
        }

        _anchor += distances / _ring.Length;
        _sum = 0.0;
        _squares = 0.0;
        foreach (var value in _ring)
        {
            var distance = value - _anchor;
            _sum += distance;
            _squares += distance * distance;
        }

        _largestSquares = _squares;
    }
}
