using System.Globalization;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>Names the grain class in grain ids. Default: the class name in lower case without the ending "Grain".</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute : Attribute
    {
        private readonly GrainType _grainType;

        public GrainTypeAttribute(string grainType) => _grainType = GrainType.Create(grainType);

        public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
    }

    /// <summary>Idle time after which activations of this class are collected, instead of GrainCollectionOptions.CollectionAge.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class CollectionAgeLimitAttribute : Attribute
    {
        public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

        private readonly TimeSpan? _inactivityPeriod;

        public CollectionAgeLimitAttribute()
        {
        }

        public CollectionAgeLimitAttribute(string inactivityPeriod) =>
            _inactivityPeriod = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

        public double Days { get; set; }

        public double Hours { get; set; }

        public double Minutes { get; set; }

        public bool AlwaysActive { get; set; }

        public TimeSpan AgeLimit
        {
            get
            {
                if (AlwaysActive)
                {
                    return Timeout.InfiniteTimeSpan;
                }

                var limit = _inactivityPeriod ?? TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
                return limit <= TimeSpan.Zero
                    ? Timeout.InfiniteTimeSpan
                    : limit < MinAgeLimit ? throw new ArgumentOutOfRangeException($"The collection age limit must be at least {MinAgeLimit}.") : limit;
            }
        }
    }

    /// <summary>Activations of this class are never collected for being idle.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class KeepAliveAttribute : Attribute
    {
    }

    /// <summary>How long a caller waits for this method, or for the methods of this interface.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Interface)]
    public sealed class ResponseTimeoutAttribute : Attribute
    {
        public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);

        public TimeSpan? Timeout { get; init; }
    }
}

namespace Orleans.Metadata
{
    /// <summary>Names the grain class that this interface stands for when several implement it.</summary>
    [AttributeUsage(AttributeTargets.Interface)]
    public sealed class DefaultGrainTypeAttribute : Attribute
    {
        public DefaultGrainTypeAttribute(string grainType) => GrainType = Runtime.GrainType.Create(grainType);

        internal GrainType GrainType { get; }
    }
}
