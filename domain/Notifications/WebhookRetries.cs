namespace Countersign.Domain.Notifications;

/// <summary>When a message that did not arrive is tried again.</summary>
public static class WebhookRetries
{
    private const double Factor = 3;

    // Webhooks that failed at one time must not all come back at one time.
    private const double JitterPart = 0.2;

    /// <summary>How long to wait after a try that failed; null where it was the last.</summary>
    /// <param name="rules">How often, and how long at first.</param>
    /// <param name="attempts">Tries so far, 1 or more.</param>
    /// <param name="random">From 0 to 1: moves the time by a fifth either way.</param>
    public static TimeSpan? After(WebhookRules rules, int attempts, double random) => attempts >= rules.AttemptsMax
        ? null
        : rules.FirstDelay * (Math.Pow(Factor, attempts - 1) * (1 - JitterPart + (2 * JitterPart * random)));
}
