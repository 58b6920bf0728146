using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Keeps what is logged as an error, for the test's own message.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger, IEnumerable<string>
{
    private readonly ConcurrentQueue<string> lines = new();

    public void Clear() => lines.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public IEnumerator<string> GetEnumerator() => lines.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
    }
}
