namespace Countersign.Domain.Indicators;

/// <summary>Writes a kernel's fields or reads them back, by the same list of them: what is captured cannot differ from what is restored.</summary>
public sealed class StateExchange
{
    private readonly StateWriter? writer;
    private readonly StateReader? reader;

    public StateExchange(StateWriter writer) => this.writer = writer;

    public StateExchange(StateReader reader) => this.reader = reader;

    /// <summary>A finite number.</summary>
    public void Of(ref double value)
    {
        writer?.Add(value);
        value = reader?.Next() ?? value;
    }

    /// <summary>A number or NaN, which stores do not hold: a flag stands for it.</summary>
    public void OfOptional(ref double value)
    {
        var has = !double.IsNaN(value);
        Of(ref has);
        var number = has ? value : 0.0;
        if (has)
        {
            Of(ref number);
        }

        value = has ? number : double.NaN;
    }

    public void Of(ref int value)
    {
        writer?.Add(value);
        value = reader?.NextInt() ?? value;
    }

    public void Of(ref bool value)
    {
        var number = value ? 1 : 0;
        Of(ref number);
        value = number == 1;
    }

    public void Of(Span<double> values)
    {
        writer?.Add(values);
        reader?.Next(values);
    }

    internal void Of(params ReadOnlySpan<SeededAverage> parts)
    {
        foreach (var part in parts)
        {
            if (writer is not null)
            {
                part.Write(writer);
            }
            else
            {
                part.Read(reader!);
            }
        }
    }

    internal void Of(params ReadOnlySpan<RollingSum> parts)
    {
        foreach (var part in parts)
        {
            if (writer is not null)
            {
                part.Write(writer);
            }
            else
            {
                part.Read(reader!);
            }
        }
    }

    internal void Of(params ReadOnlySpan<RollingMoments> parts)
    {
        foreach (var part in parts)
        {
            if (writer is not null)
            {
                part.Write(writer);
            }
            else
            {
                part.Read(reader!);
            }
        }
    }

    internal void Of(RollingMaximum part)
    {
        if (writer is not null)
        {
            part.Write(writer);
        }
        else
        {
            part.Read(reader!);
        }
    }

    /// <summary>An indicator that this one computes with.</summary>
    internal void Of(Indicator part)
    {
        if (writer is not null)
        {
            part.WriteAll(writer);
        }
        else
        {
            part.ReadAll(reader!);
        }
    }
}
