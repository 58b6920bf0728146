namespace Countersign.Api;

/// <summary>The API's settings, section <c>Api</c>. Every value has a working default; wrong values stop the start with their
/// key.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Access and refresh tokens.</summary>
    public TokenOptions Tokens { get; set; } = new();

    /// <summary>How passwords are hashed.</summary>
    public PasswordOptions Passwords { get; set; } = new();

    /// <summary>Passkeys.</summary>
    public PasskeyOptions Passkeys { get; set; } = new();

    /// <summary>How many requests are taken.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>What is left out when more requests come than can be answered.</summary>
    public SheddingOptions Shedding { get; set; } = new();

    /// <summary>The live stream.</summary>
    public LiveOptions Live { get; set; } = new();

    /// <summary>The largest request body, bytes. Default 131,072; 1,024 to 1,048,576.</summary>
    public int BodyBytesMax { get; set; } = 131_072;

    /// <summary>What <c>Retry-After</c> says while the journal cannot write, seconds. Default 5; 1 to 3,600.</summary>
    public int RetryAfterSeconds { get; set; } = 5;
}

/// <summary>Section <c>Api:Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>The tokens' issuer. Default <c>countersign</c>; 1 to 200 characters.</summary>
    public string Issuer { get; set; } = "countersign";

    /// <summary>Whom the tokens are for. Default <c>countersign-api</c>; 1 to 200 characters.</summary>
    public string Audience { get; set; } = "countersign-api";

    /// <summary>How long an access token lives, minutes. Default 15; 1 to 60.</summary>
    public int AccessMinutes { get; set; } = 15;

    /// <summary>
    /// How long a refresh token lives at most, hours; the setting <c>security.sessionHours</c> (336 where nobody sets it) can make it shorter. Default 2,160
    /// (90 days); 1 to 2,160.
    /// </summary>
    public int RefreshHours { get; set; } = 2_160;

    /// <summary>How far another machine's clock may be ahead of ours, seconds. Default 30; 0 to 300.</summary>
    public int ClockSkewSeconds { get; set; } = 30;

    /// <summary>
    /// How long after proving who one is the settings that move money may be changed, minutes; later the API asks for the proof again.
    /// Default 15; 1 to 1,440.
    /// </summary>
    public int StrongMinutes { get; set; } = 15;

    /// <summary>
    /// How long another process may go on taking a session, key or tenant that was ended here, seconds; this process knows at once. Default 5;
    /// 0 to 60.
    /// </summary>
    public int StandingSeconds { get; set; } = 5;

    /// <summary>How long an invitation can be accepted, hours. Default 72; 1 to 720.</summary>
    public int InvitationHours { get; set; } = 72;

    /// <summary>How long a password reset can be used, minutes. Default 60; 5 to 1,440.</summary>
    public int PasswordResetMinutes { get; set; } = 60;
}

/// <summary>Section <c>Api:Passwords</c>.</summary>
public sealed class PasswordOptions
{
    /// <summary>PBKDF2-HMAC-SHA512 rounds of new hashes. Default 210,000 (about 100 ms); 1,000 to 10,000,000.</summary>
    public int Iterations { get; set; } = 210_000;

    /// <summary>
    /// A refused sign-in or refresh takes at least so long, milliseconds, so that its time does not tell whether the login exists. Default
    /// 500;
    /// 0 to 10,000.
    /// </summary>
    public int RefusalMillisecondsMin { get; set; } = 500;

    /// <summary>How many passwords are checked at once; more wait their turn. Default: half the processors, at least 1; 1 to 64.</summary>
    public int ConcurrentChecksMax { get; set; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 64);
}

/// <summary>Section <c>Api:Passkeys</c>.</summary>
public sealed class PasskeyOptions
{
    /// <summary>The domain that passkeys belong to: the pages' host name. Default <c>localhost</c>; 1 to 200 characters.</summary>
    public string Domain { get; set; } = "localhost";

    /// <summary>The pages that may use them, such as <c>https://desk.example.com</c>. Default: the domain's own over HTTPS, and any port of
    /// localhost.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>How long a person has to answer the browser, minutes. Default 5; 1 to 30.</summary>
    public int CeremonyMinutes { get; set; } = 5;
}

/// <summary>Section <c>Api:RateLimits</c>. Over the limit answers 429 with <c>Retry-After</c>.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Sign-ins and refreshes of one network address in a minute. Default 120; 1 to 100,000.</summary>
    public int SignInPerMinute { get; set; } = 120;

    /// <summary>Sign-ins with one login name in a minute, wherever they come from. Default 30; 1 to 100,000.</summary>
    public int SignInPerLoginPerMinute { get; set; } = 30;

    /// <summary>How often the keys that a network address brings are looked up in a minute. Default 1,200; 1 to 1,000,000.</summary>
    public int KeyChecksPerMinute { get; set; } = 1_200;

    /// <summary>Requests of one user (before sign-in: of one network address) in a second. Default 500; 1 to 1,000,000.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>How many a user may save up for a burst. Default 2,000; 1 to 1,000,000.</summary>
    public int RequestBurst { get; set; } = 2_000;

    /// <summary>How many addresses, logins, users and tenants are counted apart, each. Default 100,000; 100 to 10,000,000.</summary>
    public int PartitionsMax { get; set; } = 100_000;
}

/// <summary>Section <c>Api:Shedding</c>.</summary>
public sealed class SheddingOptions
{
    /// <summary>Where work waits longer than this for a processor, a second long, requests are left out, milliseconds. Default 200; 10 to 60,000.</summary>
    public int WaitMillisecondsMax { get; set; } = 200;

    /// <summary>How many reads are worked on at once, however much there is to do. Default 32; 1 to 100,000.</summary>
    public int RequestsMin { get; set; } = 32;

    /// <summary>How many at most; writes may be twice as many. Default 2,000; 1 to 100,000.</summary>
    public int RequestsMax { get; set; } = 2_000;

    /// <summary>What <c>Retry-After</c> says to who was left out, seconds. Default 2; 1 to 3,600.</summary>
    public int RetryAfterSeconds { get; set; } = 2;
}

/// <summary>Section <c>Api:Live</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>Time between heartbeats, seconds. Default 15; 1 to 300.</summary>
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>How many events wait for a slow client before it is cut. Default 1,000; 10 to 100,000.</summary>
    public int ClientQueueMax { get; set; } = 1_000;

    /// <summary>How many streams are open at once, over all tenants. Default 5,000; 1 to 100,000.</summary>
    public int ClientsMax { get; set; } = 5_000;

    /// <summary>How many quotes of one symbol a client gets in a second; the newest wins. Default 10; 1 to 100.</summary>
    public int QuotesPerSecond { get; set; } = 10;

    /// <summary>How many events of a tenant are kept for clients that come back. Default 1,000; 1 to 100,000.</summary>
    public int KeptEvents { get; set; } = 1_000;

    /// <summary>How long they are kept after the tenant's last client left, seconds. Default 300; 0 to 86,400.</summary>
    public int KeptSeconds { get; set; } = 300;
}
