namespace Countersign.Domain.Indicators;

/// <summary>What averages of averages are chained with.</summary>
internal static class Averages
{
    extension(SeededAverage average)
    {
        /// <summary>The average; NaN before it is ready.</summary>
        public double Now => average.IsReady ? average.Value : double.NaN;

        /// <summary>Takes the value; true once there is an average, so that averages of averages chain.</summary>
        public bool Take(double value)
        {
            average.Push(value);
            return average.IsReady;
        }
    }

    extension(RollingSum sum)
    {
        /// <summary>The mean; NaN before the window is full.</summary>
        public double Average => sum.IsFull ? sum.Mean : double.NaN;

        /// <summary>Takes the value; true once the window is full.</summary>
        public bool Take(double value)
        {
            sum.Push(value);
            return sum.IsFull;
        }
    }
}
