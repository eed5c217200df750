// What the widget itself says. The shop's words and the conversation come from the server.

const WORDS = {
  fa: {
    self: 'فارسی',
    open: 'باز کردن گفت‌وگو',
    close: 'بستن گفت‌وگو',
    unread: 'پیام‌های خوانده‌نشده: {n}',
    dialog: 'گفت‌وگو با {shop}',
    shop: 'فروشگاه',
    about: 'دستیار فروشگاه',
    log: 'پیام‌های گفت‌وگو',
    menu: 'گزینه‌ها',
    language: 'زبان',
    signOut: 'خروج از حساب',
    greeting: 'سلام! چه کمکی از دستم برمی‌آید؟',
    starters: [
      'سفارشم کجاست؟',
      'سفارش‌هایم را نشان بده',
      'چه کارهایی از دستت برمی‌آید؟',
      'می‌خواهم با پشتیبانی صحبت کنم',
    ],
    compose: 'پیام خود را بنویسید…',
    send: 'فرستادن پیام',
    left: '{n} نویسهٔ دیگر جا دارد',
    over: '{n} نویسه بیش از اندازه است',
    you: 'شما',
    bot: 'دستیار',
    agent: 'کارشناس پشتیبانی',
    system: 'اطلاعیه',
    replies: 'پاسخ‌های آماده',
    typing: 'در حال نوشتن…',
    today: 'امروز',
    yesterday: 'دیروز',
    sending: 'در حال فرستادن…',
    waiting: 'هنوز فرستاده نشده است',
    failed: 'فرستاده نشد',
    retry: 'دوباره بفرست',
    gone: 'این گزینه دیگر در دسترس نیست',
    offline: 'اینترنت وصل نیست؛ پیام‌هایتان پس از وصل شدن فرستاده می‌شوند.',
    connecting: 'در حال وصل شدن…',
    preparing: 'دستیار دارد آماده می‌شود؛ پیام‌هایتان چند لحظهٔ دیگر فرستاده می‌شوند.',
    slow: 'کمی آهسته‌تر! پیامتان تا {n} ثانیهٔ دیگر فرستاده می‌شود.',
    expired: 'زمان گفت‌وگوی پیشین به پایان رسید؛ گفت‌وگوی تازه‌ای آغاز می‌شود.',
    refused: 'ورود به حساب پذیرفته نشد.',
    newest: 'پیام‌های تازه',
    loading: 'در حال بارگذاری…',
    step: 'مرحلهٔ {n} از {of}',
    next: 'بعدی: {step}',
    codeSend: 'فرستادن کد',
    codeSent: 'اگر {to} نزد فروشگاه ثبت شده باشد، کدی شش‌رقمی به آن فرستادیم.',
    codeSentOwn: 'کدی شش‌رقمی به {to} فرستادیم.',
    codeField: 'کد شش‌رقمی',
    codeCheck: 'ورود',
    codeConfirm: 'تأیید',
    codeAgain: 'فرستادن دوبارهٔ کد',
    codeAgainIn: 'فرستادن دوباره تا {time} دیگر',
    codeChange: 'تغییر شماره یا ایمیل',
    codeWrong: 'این کد درست نیست. {n} بار دیگر می‌توانید امتحان کنید.',
    codeOver: 'این کد دیگر پذیرفته نمی‌شود؛ کد تازه‌ای بخواهید.',
    codeTooMany: 'تعداد درخواست‌ها زیاد شد؛ لطفاً {time} دیگر دوباره امتحان کنید.',
    contactBad: 'این شماره یا ایمیل درست به نظر نمی‌رسد؛ لطفاً دوباره نگاهش کنید.',
    codesOff: 'به اینجا نمی‌توانیم کد بفرستیم؛ لطفاً در سایت وارد حساب خود شوید.',
    codeTrouble: 'نشد! لطفاً کمی بعد دوباره امتحان کنید.',
    codeOffline: 'اینترنت وصل نیست؛ پس از وصل شدن دوباره امتحان کنید.',
    codeDone: 'وارد حساب شدید',
    codeProved: 'هویت شما تأیید شد',
  },
  ar: {
    self: 'العربية',
    open: 'فتح المحادثة',
    close: 'إغلاق المحادثة',
    unread: 'الرسائل غير المقروءة: {n}',
    dialog: 'محادثة مع {shop}',
    shop: 'المتجر',
    about: 'مساعد المتجر',
    log: 'رسائل المحادثة',
    menu: 'الخيارات',
    language: 'اللغة',
    signOut: 'تسجيل الخروج',
    greeting: 'مرحبًا! كيف يمكنني مساعدتك؟',
    starters: [
      'أين طلبي؟',
      'اعرض طلباتي',
      'بماذا يمكنك مساعدتي؟',
      'أريد التحدث مع خدمة العملاء',
    ],
    compose: 'اكتب رسالتك…',
    send: 'إرسال الرسالة',
    left: 'الأحرف المتبقية: {n}',
    over: 'الأحرف الزائدة: {n}',
    you: 'أنت',
    bot: 'المساعد',
    agent: 'موظف خدمة العملاء',
    system: 'إشعار',
    replies: 'ردود جاهزة',
    typing: 'يكتب الآن…',
    today: 'اليوم',
    yesterday: 'أمس',
    sending: 'جارٍ الإرسال…',
    waiting: 'لم تُرسَل بعد',
    failed: 'تعذّر الإرسال',
    retry: 'إعادة الإرسال',
    gone: 'لم يعد هذا الخيار متاحًا',
    offline: 'لا يوجد اتصال بالإنترنت؛ ستُرسَل رسائلك عند عودة الاتصال.',
    connecting: 'جارٍ الاتصال…',
    preparing: 'المساعد يستعد للعمل؛ ستُرسل رسائلك بعد لحظات.',
    slow: 'تمهّل قليلًا! ستُرسَل رسالتك خلال {n} ثانية.',
    expired: 'انتهت مدة المحادثة السابقة؛ تبدأ الآن محادثة جديدة.',
    refused: 'لم يُقبل تسجيل الدخول.',
    newest: 'رسائل جديدة',
    loading: 'جارٍ التحميل…',
    step: 'المرحلة {n} من {of}',
    next: 'التالي: {step}',
    codeSend: 'إرسال الرمز',
    codeSent: 'إن كان {to} مسجَّلًا لدى المتجر فقد أرسلنا إليه رمزًا من ستة أرقام.',
    codeSentOwn: 'أرسلنا رمزًا من ستة أرقام إلى {to}.',
    codeField: 'الرمز المكوّن من ستة أرقام',
    codeCheck: 'تسجيل الدخول',
    codeConfirm: 'تأكيد',
    codeAgain: 'إعادة إرسال الرمز',
    codeAgainIn: 'إعادة الإرسال بعد {time}',
    codeChange: 'تغيير الرقم أو البريد',
    codeWrong: 'هذا الرمز غير صحيح. المحاولات المتبقية: {n}.',
    codeOver: 'لم يعد هذا الرمز مقبولًا؛ اطلب رمزًا جديدًا.',
    codeTooMany: 'محاولات كثيرة؛ حاول مرة أخرى من فضلك بعد {time}.',
    contactBad: 'يبدو أن هذا الرقم أو البريد غير صحيح؛ تحقّق منه من فضلك.',
    codesOff: 'لا يمكننا إرسال رمز إلى هنا؛ سجّل الدخول إلى حسابك في الموقع من فضلك.',
    codeTrouble: 'تعذّر ذلك! حاول مرة أخرى بعد قليل من فضلك.',
    codeOffline: 'لا يوجد اتصال بالإنترنت؛ حاول مرة أخرى عند عودته.',
    codeDone: 'تم تسجيل الدخول',
    codeProved: 'تم تأكيد هويتك',
  },
  en: {
    self: 'English',
    open: 'Open the chat',
    close: 'Close the chat',
    unread: 'Unread messages: {n}',
    dialog: 'Chat with {shop}',
    shop: 'The shop',
    about: 'Shop assistant',
    log: 'Messages of the chat',
    menu: 'Options',
    language: 'Language',
    signOut: 'Sign out',
    greeting: 'Hello! How can I help you?',
    starters: [
      'Where is my order?',
      'Show my orders',
      'What can you do?',
      'I want to talk to someone',
    ],
    compose: 'Write a message…',
    send: 'Send the message',
    left: '{n} characters left',
    over: '{n} characters too many',
    you: 'You',
    bot: 'Assistant',
    agent: 'Customer service',
    system: 'Notice',
    replies: 'Quick replies',
    typing: 'Typing…',
    today: 'Today',
    yesterday: 'Yesterday',
    sending: 'Sending…',
    waiting: 'Not sent yet',
    failed: 'Not sent',
    retry: 'Send again',
    gone: 'This choice is no longer available',
    offline: 'You are offline. Your messages will be sent once you are back.',
    connecting: 'Connecting…',
    preparing: 'The assistant is getting ready; your messages will be sent in a moment.',
    slow: 'A little slower, please: your message goes out in {n} s.',
    expired: 'The earlier chat has timed out; a new one begins.',
    refused: 'Signing in was refused.',
    newest: 'New messages',
    loading: 'Loading…',
    step: 'Step {n} of {of}',
    next: 'Next: {step}',
    codeSend: 'Send the code',
    codeSent: 'If the shop knows {to}, a six-digit code is on its way there.',
    codeSentOwn: 'A six-digit code is on its way to {to}.',
    codeField: 'Six-digit code',
    codeCheck: 'Sign in',
    codeConfirm: 'Confirm',
    codeAgain: 'Send another code',
    codeAgainIn: 'Another code in {time}',
    codeChange: 'Change the number or address',
    codeWrong: 'That is not the code. Tries left: {n}.',
    codeOver: 'This code is no longer accepted; ask for another one.',
    codeTooMany: 'Too many attempts; please try again in {time}.',
    contactBad: 'This does not look like a phone number or an e-mail address.',
    codesOff: 'We cannot send a code there; please sign in on the site.',
    codeTrouble: 'That did not work. Please try again in a moment.',
    codeOffline: 'You are offline; try again once you are back.',
    codeDone: 'You are signed in',
    codeProved: 'Confirmed: it is you',
  },
};

const LOCALES = {
  fa: 'fa-IR-u-ca-persian-nu-arabext',
  ar: 'ar-u-ca-gregory-nu-arab',
  en: 'en-GB-u-ca-gregory',
};

const isRtl = (lang) => lang === 'fa' || lang === 'ar';

// The interface's language; `say` reads it each time, so changing it needs no wiring.
const speech = { lang: 'en' };

function say(key, values = {}, lang = speech.lang) {
  return WORDS[lang][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const formats = new Map();

function format(kind, options, lang = speech.lang) {
  const key = `${lang} ${kind} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl[kind](LOCALES[lang], options));
  return formats.get(key);
}

const sayNumber = (n, lang) => format('NumberFormat', { useGrouping: false }, lang).format(n);

// How long from now, rounded up: in seconds, minutes or hours.
function saySpan(ms, lang) {
  const seconds = Math.ceil(ms / 1000);
  const [unit, size] =
    seconds > 5400 ? ['hour', 3600] : seconds > 90 ? ['minute', 60] : ['second', 1];
  const options = { style: 'unit', unit, unitDisplay: 'long' };
  return format('NumberFormat', options, lang).format(Math.ceil(seconds / size));
}

const sayTime = (at) =>
  format('DateTimeFormat', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

const startOfDay = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate());

function sayDay(at, now = new Date()) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86400000);
  if (days === 0) return say('today');
  if (days === 1) return say('yesterday');
  const options = { weekday: 'long', day: 'numeric', month: 'long' };
  if (days > 300) options.year = 'numeric';
  // Each part is formatted by itself where the locale's own pattern for Persian would
  // put the year first («۱۴۰۴ اردیبهشت ۱۲, دوشنبه»).
  if (speech.lang !== 'fa') return format('DateTimeFormat', options).format(at);
  const part = (name) => {
    const parts = format('DateTimeFormat', options).formatToParts(at);
    return parts.find(({ type }) => type === name)?.value ?? '';
  };
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`.trim();
}
