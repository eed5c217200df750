'use strict';

// What the demo page says, and what lies on its shelf (as in the demo shop's catalogue).

window.demoWords = {
  fa: {
    languages: 'زبان صفحه',
    tag: 'فروشگاه نمونه',
    title: 'بپرسید؛ همیار پاسخ را می‌داند.',
    lead:
      'همیار سفارش شما را می‌شناسد و به فارسی، عربی و انگلیسی پاسخ می‌دهد: کالا کجاست، کی ' +
      'می‌رسد و با کدام پست. دکمهٔ گفت‌وگو در گوشهٔ صفحه است.',
    try: 'این‌ها را امتحان کنید',
    who: 'به جای چه کسی می‌آیید؟',
    whoHint: 'این ده نفر سفارش در راه دارند؛ شمارهٔ سفارش‌ها زیر نامشان است. می‌توانید مهمان هم بمانید.',
    stranger: 'مهمان',
    strangerHint: 'بدون ورود به حساب',
    byCode: 'یا مهمان بمانید، بپرسید «سفارشم کجاست؟» و با شمارهٔ یکی از مشتریان و کد وارد شوید:',
    or: 'یا',
    sms: 'پیامک به',
    noSms: 'هیچ مشتری نیک‌سرا این شماره یا ایمیل را ندارد؛ پس کدی فرستاده نشد.',
    close: 'بستن',
    orders: 'سفارش‌های باز:',
    parcels: 'مرسوله را یک قدم جلو ببرید',
    parcelsHint:
      'این کار پستچی است. اگر در گفت‌وگو گفته باشید خبرتان کند، تا نیم دقیقهٔ بعد همان‌جا می‌بینید.',
    moved: 'سفارش {number}: {status}',
    status: {
      paid: 'پرداخت‌شده',
      preparing: 'در حال آماده‌سازی',
      shipped: 'ارسال‌شده',
      out_for_delivery: 'دست پیک',
      delivered: 'تحویل‌شده',
    },
    signOut: 'خروج',
    shelf: 'تازه‌های قفسه',
    toman: 'تومان',
    failed: 'فهرست مشتریان در دسترس نیست. صفحه را دوباره باز کنید.',
    about:
      'نیک‌سرا فروشگاهی ساختگی است؛ مشتریان، کالاها و سفارش‌ها همگی نمونه‌اند و هیچ خریدی ' +
      'انجام نمی‌شود.',
  },
  ar: {
    languages: 'لغة الصفحة',
    tag: 'متجر تجريبي',
    title: 'اسأل، وهميار يعرف الجواب.',
    lead:
      'يعرف هميار طلباتك ويجيبك بالعربية والفارسية والإنجليزية: أين وصل الطلب، ومتى يصل، ومع ' +
      'أي شركة شحن. زر المحادثة في زاوية الصفحة.',
    try: 'جرّب هذه الأسئلة',
    who: 'من تودّ أن تكون؟',
    whoHint: 'لدى هؤلاء العشرة طلبات لم تصل بعد، وأرقامها تحت أسمائهم. ويمكنك أن تبقى زائرًا.',
    stranger: 'زائر',
    strangerHint: 'دون تسجيل الدخول',
    byCode: 'أو ابقَ زائرًا واسأل «أين طلبي؟» ثم سجّل الدخول برقم أحد العملاء وبالرمز:',
    or: 'أو',
    sms: 'رسالة إلى',
    noSms: 'لا أحد من عملاء نيكسرا لديه هذا الرقم أو البريد، فلم يُرسَل أي رمز.',
    close: 'إغلاق',
    orders: 'الطلبات المفتوحة:',
    parcels: 'حرّك الطرد خطوة',
    parcelsHint:
      'هذا عمل شركة الشحن. إن قلت في المحادثة إنك تريد أن تُخبَر، فسترى الخبر هناك خلال نصف دقيقة.',
    moved: 'الطلب {number}: {status}',
    status: {
      paid: 'مدفوع',
      preparing: 'قيد التجهيز',
      shipped: 'تم الشحن',
      out_for_delivery: 'مع المندوب',
      delivered: 'تم التسليم',
    },
    signOut: 'خروج',
    shelf: 'جديد الرفوف',
    toman: 'تومان',
    failed: 'قائمة العملاء غير متاحة. أعد فتح الصفحة.',
    about:
      'نيكسرا متجر خيالي؛ العملاء والمنتجات والطلبات كلها أمثلة، ولا يتم أي شراء حقيقي.',
  },
  en: {
    languages: 'Language of the page',
    tag: 'Demo shop',
    title: 'Just ask. Hamyar knows.',
    lead:
      'Hamyar knows your orders and answers in Persian, Arabic and English: where a parcel ' +
      'is, when it arrives and who brings it. The chat button is in the corner.',
    try: 'Things to try',
    who: 'Who would you like to be?',
    whoHint: 'These ten are waiting for the orders below their names. You may also stay a guest.',
    stranger: 'Guest',
    strangerHint: 'Not signed in',
    byCode: 'Or stay a guest, ask “where is my order?” and sign in with a code to the number of a customer:',
    or: 'or',
    sms: 'Message to',
    noSms: 'No customer of Niksara has this number or address, so no code was sent.',
    close: 'Close',
    orders: 'Open orders:',
    parcels: 'Move a parcel a step on',
    parcelsHint:
      'The carrier’s work. If you told the chat that you want to hear of it, you see it there within half a minute.',
    moved: 'Order {number}: {status}',
    status: {
      paid: 'paid',
      preparing: 'being prepared',
      shipped: 'shipped',
      out_for_delivery: 'out for delivery',
      delivered: 'delivered',
    },
    signOut: 'Sign out',
    shelf: 'New on the shelf',
    toman: 'toman',
    failed: 'The list of customers is not available. Open the page again.',
    about:
      'Niksara is an invented shop: its customers, products and orders are examples, and ' +
      'nothing can really be bought.',
  },
};

window.demoExamples = [
  { lang: 'fa', text: 'سفارش آخرم کجاست؟' },
  { lang: 'en', text: 'where are the shoes I ordered?' },
  { lang: 'ar', text: 'أين طلبي؟' },
  { lang: 'fa-Latn', text: 'sefaresham kojast?' },
  { lang: 'fa', text: 'سفارش‌هایم را نشان بده' },
  { lang: 'en', text: 'can I talk to a person?' },
];

window.demoShelf = [
  {
    picture: 'shoe',
    price: 3200000,
    fa: 'کفش دویدن رهوین',
    ar: 'حذاء جري من راهفين',
    en: 'Rahvin running shoes',
  },
  {
    picture: 'coffee',
    price: 520000,
    fa: 'دانه قهوه اتیوپی بارکاو',
    ar: 'حبوب قهوة إثيوبية من باركاف',
    en: 'Barkav Ethiopian coffee beans',
  },
  {
    picture: 'phone',
    price: 19800000,
    fa: 'گوشی موبایل آرویتل مدل آریا ۵',
    ar: 'هاتف أرفيتل طراز آريا ٥',
    en: 'Arvitel Aria 5 smartphone',
  },
  {
    picture: 'kettle',
    price: 2600000,
    fa: 'کتری برقی ۱٫۷ لیتری آشیوا',
    ar: 'غلاية كهربائية ١٫٧ لتر من آشيفا',
    en: 'Ashiva 1.7-litre electric kettle',
  },
  {
    picture: 'backpack',
    price: 2300000,
    fa: 'کوله‌پشتی لپ‌تاپ سفرین',
    ar: 'حقيبة ظهر للحاسوب المحمول من سفرين',
    en: 'Safarin laptop backpack',
  },
  {
    picture: 'book',
    price: 390000,
    fa: 'رمان «جاده‌ی نمک»، نشر کاغذین',
    ar: 'رواية «طريق الملح»، دار كاغذين',
    en: 'Novel “The Salt Road”, Kaghazin Press',
  },
  {
    picture: 'shirt',
    price: 715000,
    fa: 'تی‌شرت یقه‌گرد ترناز',
    ar: 'قميص قطني بياقة دائرية من ترناز',
    en: 'Tarnaz round-neck T-shirt',
  },
  {
    picture: 'mat',
    price: 780000,
    fa: 'زیرانداز یوگا توانیک',
    ar: 'سجادة يوغا من توانيك',
    en: 'Tavanik yoga mat',
  },
];
